-- Accounts, how they came to be, what opens them, and the officers who raise them.

CREATE TABLE account (
    -- written once
    id                TEXT PRIMARY KEY,
    person_digest     TEXT NOT NULL UNIQUE,  -- blind index of the personal number: one person, one account
    kind              TEXT NOT NULL CHECK (kind IN ('citizen', 'foreigner', 'organisation')),
    created_at        BIGINT NOT NULL,
    -- may change
    number_sealed     TEXT NOT NULL,         -- the present personal number
    level             BIGINT CHECK (level IN (1, 2)),  -- null where the law knows no levels
    state             TEXT NOT NULL CHECK (state IN ('approved', 'lapsed', 'active', 'closed')),
    activation_closes_at BIGINT NOT NULL,    -- end of the window (identity::activation)
    activated_at      BIGINT,
    raised_at         BIGINT,                -- when it became level 2
    proofed_at        BIGINT,                -- when the holder was last looked at in person, face and fingerprints compared
    closed_at         BIGINT,
    merged_into       TEXT REFERENCES account (id),  -- the account that stays, when it was closed as one person's second
    channel           TEXT NOT NULL CHECK (channel IN ('sms', 'email')),  -- where codes go
    phone_sealed      TEXT NOT NULL,
    email_sealed      TEXT,
    language          TEXT NOT NULL CHECK (language IN ('vi', 'en')),     -- of messages
    restrained_until  BIGINT,                -- until when it acts at level 1 since it was taken back (identity::recovery)
    verification_qr_at BIGINT,               -- since when the switch "verify the app by QR" is on
    version           BIGINT NOT NULL
);

-- Whom somebody answers for: what the register proved once. A row opens nothing before it is proven again (A04).
CREATE TABLE dependant (
    -- written once
    id            TEXT PRIMARY KEY,
    guardian_id   TEXT NOT NULL REFERENCES account (id),
    account_id    TEXT NOT NULL REFERENCES account (id),  -- the dependant's own; without a password while others act in it
    relation      TEXT NOT NULL CHECK (relation IN ('father', 'guardian', 'mother')),
    proven_at     BIGINT NOT NULL,
    -- may change
    hands_over_at BIGINT,                    -- from then on the dependant acts alone; null for a ward
    told_at       BIGINT,                    -- when the guardian was told of that
    of_age_at     BIGINT,                    -- the end by the calendar; null for who was of age when it was proven
    ended_at      BIGINT,
    ended_by      TEXT                       -- a word of ours
);
CREATE UNIQUE INDEX dependant_live ON dependant (guardian_id, account_id) WHERE ended_at IS NULL;
CREATE INDEX dependant_account ON dependant (account_id);
CREATE INDEX dependant_hands_over ON dependant (hands_over_at);
CREATE INDEX dependant_of_age ON dependant (of_age_at);

-- An account in which others acted is being taken over by its holder, who applied alone and proves a telephone of their own.
CREATE TABLE hand_over (
    -- written once
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    phone_sealed TEXT NOT NULL,              -- the holder's own
    opened_at    BIGINT NOT NULL,
    closes_at    BIGINT NOT NULL,            -- end of the window (identity::activation)
    -- may change
    done_at      BIGINT,
    cancelled_at BIGINT                      -- by a newer one
);
CREATE UNIQUE INDEX hand_over_open ON hand_over (account_id) WHERE done_at IS NULL AND cancelled_at IS NULL;

-- Grounds for a lock. An account is locked while one has no lifted_at.
CREATE TABLE account_lock (
    -- written once
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    ground     TEXT NOT NULL CHECK (ground IN ('own_request', 'authority', 'card_revoked', 'card_expired', 'death', 'breach', 'phone_not_own', 'passport_expired',
               'residence_ended')),
    since_at   BIGINT NOT NULL,
    by_kind    TEXT NOT NULL CHECK (by_kind IN ('officer', 'operator', 'person', 'system')),
    by_id      TEXT,
    reason     TEXT,
    -- may change
    lifted_at  BIGINT
);
CREATE UNIQUE INDEX account_lock_open ON account_lock (account_id, ground) WHERE lifted_at IS NULL;

-- The end of what an account hangs on, as the register last told it, so that the holder is warned in time: a citizen's card,
-- a foreigner's passport or stay, whichever is first. What they open is asked of the register and never read here.
CREATE TABLE card_watch (
    -- written once
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    -- may change
    ends_at    BIGINT,                       -- the first instant at which it no longer holds; null for none, or none that ends
    warnings   BIGINT NOT NULL,              -- how many of the warnings before this end were sent (identity::renewal)
    heard_at   BIGINT NOT NULL
);
CREATE INDEX card_watch_ends ON card_watch (warnings, ends_at);

-- Applications for a level-1 account, and declarations of dependants: every one, with the truth that the applicant is not
-- told.
CREATE TABLE enrolment (
    -- written once
    id              TEXT PRIMARY KEY,
    person_digest   TEXT NOT NULL,           -- blind index of the declared number
    declared_sealed TEXT NOT NULL,           -- JSON of what was declared
    submitted_at    BIGINT NOT NULL,
    -- written once too, unless it waited: then once more, when it was decided
    outcome         TEXT NOT NULL,           -- identity::enrolment: matched, differs, unknown, deceased, ..., undecided; or waiting
    differences     TEXT,                    -- field:kind, separated by spaces; for officers
    account_id      TEXT REFERENCES account (id),
    decided_at      BIGINT,                  -- of one that waited: when it was decided
    -- written once
    applied_by      TEXT REFERENCES account (id)  -- who answers for the person; null for an application of one's own
);
CREATE INDEX enrolment_person ON enrolment (person_digest, submitted_at);
CREATE INDEX enrolment_applied_by ON enrolment (applied_by) WHERE applied_by IS NOT NULL;

-- Applications that wait because a register did not answer. The row is the right to decide: whoever deletes it decides.
CREATE TABLE enrolment_wait (
    -- written once
    enrolment_id TEXT PRIMARY KEY REFERENCES enrolment (id),
    channel      TEXT NOT NULL CHECK (channel IN ('sms', 'email')),
    language     TEXT NOT NULL CHECK (language IN ('vi', 'en')),
    due_at       BIGINT NOT NULL,            -- the decree's term, from submission
    ends_at      BIGINT NOT NULL,            -- when it is kept no longer
    -- may change
    tries        BIGINT NOT NULL,            -- raised by whoever takes the next try
    next_at      BIGINT NOT NULL,
    told_late_at BIGINT                      -- when the applicant was told that the decision is late
);
CREATE INDEX enrolment_wait_next ON enrolment_wait (next_at);
CREATE INDEX enrolment_wait_due ON enrolment_wait (due_at) WHERE told_late_at IS NULL;
CREATE INDEX enrolment_wait_end ON enrolment_wait (ends_at);

-- One-time codes sent by SMS or e-mail: activation, second factor, step-up. Digests are keyed and bound.
CREATE TABLE short_code (
    -- written once
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    purpose      TEXT NOT NULL CHECK (purpose IN ('activation', 'sign_in', 'call', 'unlock', 'let_try', 'recovery')),
    bound_to     TEXT NOT NULL,              -- the browser, request or account that it was sent for
    digest       TEXT NOT NULL,
    sent_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    -- may change
    tries        BIGINT NOT NULL,            -- raised before the code is compared
    spent_at     BIGINT,
    cancelled_at BIGINT                      -- by a resend
);
CREATE INDEX short_code_account ON short_code (account_id, purpose, sent_at);
CREATE UNIQUE INDEX short_code_live ON short_code (account_id, purpose, bound_to) WHERE spent_at IS NULL AND cancelled_at IS NULL;

-- The password of an account.
CREATE TABLE credential (
    account_id TEXT PRIMARY KEY REFERENCES account (id),
    hash       TEXT NOT NULL,                -- PHC string over the peppered password
    set_at     BIGINT NOT NULL
);

-- Authenticator apps.
CREATE TABLE second_factor (
    -- written once
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES account (id),
    kind          TEXT NOT NULL CHECK (kind IN ('totp')),
    secret_sealed TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    -- may change
    confirmed_at  BIGINT,                    -- by one right code
    last_step     BIGINT NOT NULL,           -- the last accepted time step: none at or below it is accepted again
    removed_at    BIGINT
);
CREATE UNIQUE INDEX second_factor_live ON second_factor (account_id) WHERE removed_at IS NULL;

-- Passkeys: public halves. Sealed, so that who writes into the database does not put in a key of one's own.
CREATE TABLE passkey (
    -- written once
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES account (id),
    credential  TEXT NOT NULL,               -- the authenticator's own name for it, base64url
    key_sealed  TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('synced', 'device', 'token')),
    made_at     BIGINT NOT NULL,
    -- may change
    name_sealed TEXT NOT NULL,
    sign_count  BIGINT NOT NULL,             -- the last accepted count: none at or below it is accepted again, unless both are 0
    used_at     BIGINT,
    removed_at  BIGINT
);
-- Over all people and for ever: a credential that was one person's is never another's.
CREATE UNIQUE INDEX passkey_credential ON passkey (credential);
CREATE INDEX passkey_account ON passkey (account_id, made_at);

-- Challenges to browsers, each answered once.
CREATE TABLE passkey_challenge (
    -- written once
    digest       TEXT PRIMARY KEY,
    purpose      TEXT NOT NULL CHECK (purpose IN ('add', 'recovery', 'sign_in', 'second_factor')),
    bound_to     TEXT NOT NULL,              -- the request, session, page or recovery that it was asked for
    browser      TEXT NOT NULL,              -- digest of its cookie
    state_sealed TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    -- may change
    spent_at     BIGINT
);
CREATE INDEX passkey_challenge_end ON passkey_challenge (expires_at);

-- Recovery codes on paper: keyed digests, a sheet of ten at a time.
CREATE TABLE paper_code (
    -- written once
    digest     TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    sheet_id   TEXT NOT NULL,
    made_at    BIGINT NOT NULL,
    -- may change
    used_at    BIGINT,
    ended_at   BIGINT                        -- by the next sheet, or by its holder
);
CREATE INDEX paper_code_account ON paper_code (account_id, ended_at);

-- What groups of officers may do.
CREATE TABLE permission_group (
    -- written once
    id         TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    -- may change
    name       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    removed_at BIGINT                        -- it may do nothing then, and nobody on duty belongs to it
);
CREATE UNIQUE INDEX permission_group_name ON permission_group (name) WHERE removed_at IS NULL;

-- A grant is a row, and taking it away is a deletion: what stood here when is in permission_change and in the journal.
CREATE TABLE permission (
    group_id   TEXT NOT NULL REFERENCES permission_group (id),
    module     TEXT NOT NULL CHECK (module IN ('account', 'scan', 'lock', 'call', 'permanent', 'temporary', 'absence', 'stay', 'organisation', 'permission', 'visit', 'near_match', 'correction', 'contact')),
    action     TEXT NOT NULL CHECK (action IN ('all', 'menu', 'sub_menu', 'receive', 'view', 'check', 'process', 'approve', 'add', 'update', 'delete', 'search')),
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (group_id, module, action)
);

-- People with level-2 accounts who work for a unit.
CREATE TABLE officer (
    -- written once
    account_id   TEXT PRIMARY KEY REFERENCES account (id),
    -- may change
    appointed_at BIGINT NOT NULL,            -- the latest appointment
    name_sealed  TEXT NOT NULL,              -- as citizens see it: receipts, history
    unit         TEXT NOT NULL,
    title        TEXT NOT NULL,
    group_id     TEXT NOT NULL REFERENCES permission_group (id),
    ended_at     BIGINT
);

-- An officer's case: an account raised or made, or papers for the wallet.
CREATE TABLE officer_case (
    -- written once
    id           TEXT PRIMARY KEY,
    code         TEXT NOT NULL,              -- what people call it: letters of the id
    kind         TEXT NOT NULL CHECK (kind IN ('raise_level', 'make_account', 'make_foreigner_account', 'prove_again', 'prove_foreigner_again', 'integrate_documents', 'integrate_foreigner_documents')),
    account_id   TEXT NOT NULL,              -- whose; in a case that makes one, the id that the account will have
    person_digest TEXT NOT NULL,             -- blind index of the number: one undecided case of a kind for a person
    unit         TEXT NOT NULL,              -- that received the person; the case stays there
    basis        TEXT NOT NULL CHECK (basis IN ('card', 'card_application', 'biometrics_held', 'biometrics_taken', 'original')),
    opened_at    BIGINT NOT NULL,
    opened_by    TEXT NOT NULL REFERENCES officer (account_id),
    -- may change
    declared_sealed TEXT,                    -- JSON of form TK01, in a case that makes an account
    card_reference  TEXT,                    -- under which the card was applied for together with the account
    due_at       BIGINT NOT NULL,            -- the first instant at which a decision is late; moved while the clock stands still
    state        TEXT NOT NULL CHECK (state IN ('received', 'open', 'returned', 'submitted', 'approved', 'refused', 'lapsed')),
    given_back_at    BIGINT,                 -- the last time that another officer gave it back
    given_back_by    TEXT REFERENCES officer (account_id),
    given_back_kinds TEXT,                   -- what to look at again, separated by spaces
    guidance     TEXT,                       -- what to do, in the officer's words
    submitted_at BIGINT,
    submitted_by TEXT REFERENCES officer (account_id),
    opinion      TEXT,                       -- of who submitted
    decided_at   BIGINT,                     -- or when it lapsed
    decided_by   TEXT REFERENCES officer (account_id),
    ground       TEXT CHECK (ground IN ('not_the_person', 'incomplete', 'register_differs', 'not_entitled', 'stay_ended', 'has_account', 'not_genuine')),
    reason       TEXT,                       -- of a refusal, in the officer's words
    version      BIGINT NOT NULL
);
CREATE UNIQUE INDEX officer_case_open ON officer_case (person_digest, kind) WHERE state IN ('received', 'open', 'returned', 'submitted');
CREATE INDEX officer_case_unit ON officer_case (unit, state, due_at);
CREATE INDEX officer_case_code ON officer_case (unit, code);
CREATE INDEX officer_case_account ON officer_case (account_id);

-- What an officer saw, one row a check: who, when, with what result. Written once.
CREATE TABLE evidence (
    id          TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES officer_case (id),
    position    BIGINT NOT NULL,             -- the version that the case had after it; the last of a kind counts
    kind        TEXT NOT NULL CHECK (kind IN ('card', 'face', 'fingerprints', 'travel_document')),
    result      TEXT NOT NULL CHECK (result IN ('passed', 'failed')),
    reference   TEXT,                        -- of the comparison system; no biometric data ever
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES officer (account_id),
    UNIQUE (case_id, position)
);

-- Who came to the counter with a person for whom another answers, proven from the register then; the last one counts.
-- Written once.
CREATE TABLE companion (
    case_id     TEXT NOT NULL REFERENCES officer_case (id),
    position    BIGINT NOT NULL,             -- the version that the case had after it
    account_id  TEXT NOT NULL REFERENCES account (id),  -- who came along
    relation    TEXT NOT NULL CHECK (relation IN ('father', 'guardian', 'mother')),
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES officer (account_id),
    PRIMARY KEY (case_id, position)
);

-- An organisation's account. Nobody signs in as one: people act for it, each with an account of level 2.
CREATE TABLE organisation (
    -- written once
    id            TEXT PRIMARY KEY,
    number        TEXT NOT NULL UNIQUE,      -- the identification number: one account an organisation
    in_register   BIGINT NOT NULL CHECK (in_register IN (0, 1)),
    created_at    BIGINT NOT NULL,
    -- may change
    name          TEXT NOT NULL,             -- as the register had it last; what no register knows, as officers saw it
    tax_code      TEXT,
    declared      TEXT NOT NULL,             -- JSON of the application that was approved
    registered_by TEXT NOT NULL REFERENCES account (id),  -- who answers for the account now
    registered_at BIGINT NOT NULL
);

-- Grounds for a lock of an organisation's account. It is locked while one has no lifted_at.
CREATE TABLE organisation_lock (
    -- written once
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    ground          TEXT NOT NULL CHECK (ground IN ('own_request', 'breach', 'dissolved', 'bankrupt', 'suspended', 'ended', 'registrant_enforced', 'unrepresented')),
    since_at        BIGINT NOT NULL,
    by_kind         TEXT NOT NULL CHECK (by_kind IN ('officer', 'operator', 'person', 'system')),
    by_id           TEXT,
    reason          TEXT,
    -- may change
    lifted_at       BIGINT
);
CREATE UNIQUE INDEX organisation_lock_open ON organisation_lock (organisation_id, ground) WHERE lifted_at IS NULL;

-- Who may act for an organisation. Given anew it is a new row: what hung from the former one stays ended.
CREATE TABLE representation (
    -- written once
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    account_id      TEXT NOT NULL REFERENCES account (id),
    capacity        TEXT NOT NULL CHECK (capacity IN ('legal', 'head', 'authorised')),
    since_at        BIGINT NOT NULL,
    -- may change
    role            TEXT NOT NULL CHECK (role IN ('view', 'act', 'administer')),
    touched_at      BIGINT NOT NULL,         -- written by whatever must not overtake an end of it
    ended_at        BIGINT,
    ended_by        TEXT CHECK (ended_by IN ('given_up', 'taken_away', 'register', 'person'))
);
CREATE UNIQUE INDEX representation_standing ON representation (organisation_id, account_id) WHERE ended_at IS NULL;
CREATE INDEX representation_account ON representation (account_id);

-- A role offered to a person, who need not have an account: nobody learns from an offer whether there is one.
CREATE TABLE representation_offer (
    -- written once
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    person_digest   TEXT NOT NULL,           -- blind index under which the person's account stands or will stand
    ending          TEXT NOT NULL,           -- the last digits of the number that was typed, for the list
    role            TEXT NOT NULL CHECK (role IN ('view', 'act', 'administer')),
    offered_by      TEXT NOT NULL REFERENCES account (id),
    offered_at      BIGINT NOT NULL,
    expires_at      BIGINT NOT NULL,
    -- may change
    answer          TEXT CHECK (answer IN ('accepted', 'declined', 'withdrawn', 'lapsed')),
    answered_at     BIGINT
);
CREATE UNIQUE INDEX representation_offer_open ON representation_offer (organisation_id, person_digest) WHERE answer IS NULL;
CREATE INDEX representation_offer_person ON representation_offer (person_digest);

-- Applications for an organisation's account: every one, with what came of it.
CREATE TABLE organisation_application (
    -- written once
    id              TEXT PRIMARY KEY,
    number          TEXT NOT NULL,
    applicant_id    TEXT NOT NULL REFERENCES account (id),
    capacity        TEXT NOT NULL CHECK (capacity IN ('legal', 'head', 'authorised')),
    in_register     BIGINT NOT NULL CHECK (in_register IN (0, 1)),
    made_at         BIGINT NOT NULL,
    -- may change
    declared        TEXT NOT NULL,           -- JSON (identity::organisation_application::Declared); completed when it was returned
    answers_by      BIGINT NOT NULL,         -- until when those who are asked answer, or the applicant when it was returned
    state           TEXT NOT NULL CHECK (state IN ('asking', 'waiting', 'returned', 'submitted', 'approved', 'refused', 'not_accepted', 'declined', 'lapsed', 'withdrawn', 'joined', 'superseded')),
    complete_at     BIGINT,                  -- since when nobody's consent is missing: the time limit runs from here
    due_at          BIGINT,                  -- the first instant at which a decision is late
    submitted_at    BIGINT,
    submitted_by    TEXT REFERENCES officer (account_id),
    opinion         TEXT,                    -- of who submitted
    decided_at      BIGINT,                  -- when it was over, whoever ended it
    decided_by      TEXT REFERENCES officer (account_id),
    reason          TEXT,                    -- of a refusal, or of who said no
    organisation_id TEXT REFERENCES organisation (id),
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX organisation_application_open ON organisation_application (applicant_id, number) WHERE state IN ('asking', 'waiting', 'returned', 'submitted');
CREATE INDEX organisation_application_queue ON organisation_application (state, due_at);

-- A round in which the applicant completes what is lacking: everything at once, and the clock stands still meanwhile.
CREATE TABLE organisation_supplement (
    -- written once
    application_id TEXT NOT NULL REFERENCES organisation_application (id),
    round          BIGINT NOT NULL CHECK (round > 0),
    lacks          TEXT NOT NULL,            -- words of identity::organisation_supplement, separated by spaces
    guidance       TEXT NOT NULL,
    returned_at    BIGINT NOT NULL,
    returned_by    TEXT NOT NULL REFERENCES officer (account_id),
    ends_at        BIGINT NOT NULL,
    -- may change
    warned_at      BIGINT,
    answered_at    BIGINT,
    lapsed_at      BIGINT,
    PRIMARY KEY (application_id, round)
);
CREATE UNIQUE INDEX organisation_supplement_open ON organisation_supplement (application_id) WHERE answered_at IS NULL AND lapsed_at IS NULL;

-- A lock of an organisation's account, or its lifting, that one officer proposes and another decides.
CREATE TABLE organisation_measure (
    -- written once
    id              TEXT PRIMARY KEY,
    organisation_id TEXT NOT NULL REFERENCES organisation (id),
    deed            TEXT NOT NULL CHECK (deed IN ('lock', 'unlock')),
    ground          TEXT NOT NULL CHECK (ground IN ('own_request', 'breach', 'registrant_enforced')),
    document        TEXT NOT NULL,           -- number of the decision or request; no personal data
    proposed_at     BIGINT NOT NULL,
    proposed_by     TEXT NOT NULL REFERENCES officer (account_id),
    -- may change
    state           TEXT NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
    decided_at      BIGINT,
    decided_by      TEXT REFERENCES officer (account_id),
    reason          TEXT
);
CREATE UNIQUE INDEX organisation_measure_open ON organisation_measure (organisation_id, deed, ground) WHERE state = 'proposed';

-- Whose consent an application needs: every other legal representative's.
CREATE TABLE organisation_consent (
    -- written once
    application_id TEXT NOT NULL REFERENCES organisation_application (id),
    person_digest  TEXT NOT NULL,            -- blind index under which the person's account stands or will stand
    -- may change
    answer         TEXT CHECK (answer IN ('yes', 'no')),
    answered_at    BIGINT,
    answered_by    TEXT REFERENCES account (id),
    PRIMARY KEY (application_id, person_digest)
);
CREATE INDEX organisation_consent_person ON organisation_consent (person_digest);
-- A round in which a person completes what is lacking: everything at once, and the clock stands still meanwhile.
CREATE TABLE supplement (
    -- written once
    case_id     TEXT NOT NULL REFERENCES officer_case (id),
    round       BIGINT NOT NULL,             -- the first is 1
    lacks       TEXT NOT NULL,               -- what is lacking, separated by spaces
    guidance    TEXT NOT NULL,               -- what to do, in the officer's words
    returned_at BIGINT NOT NULL,
    returned_by TEXT NOT NULL REFERENCES officer (account_id),
    ends_at     BIGINT NOT NULL,             -- the first instant at which it is too late: the case ends by itself
    -- may change
    warned_at   BIGINT,                      -- when the person was told that the end comes near
    answered_at BIGINT,                      -- when the person had brought everything
    lapsed_at   BIGINT,                      -- when the case ended because nothing was brought
    PRIMARY KEY (case_id, round)
);
CREATE UNIQUE INDEX supplement_waits ON supplement (case_id) WHERE answered_at IS NULL;
CREATE INDEX supplement_ends ON supplement (ends_at) WHERE answered_at IS NULL AND lapsed_at IS NULL;

-- A paper that its holder showed in the original: one officer compared it, the approval of the case by another counts.
CREATE TABLE original_document (
    -- written once
    id          TEXT PRIMARY KEY,
    case_id     TEXT NOT NULL REFERENCES officer_case (id),
    account_id  TEXT NOT NULL,               -- whose wallet it is for
    paper_sealed TEXT NOT NULL,              -- JSON: kind, number, days
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL REFERENCES officer (account_id),
    -- may change
    removed_at  BIGINT,                      -- taken out of the case again, before it was submitted
    approved_at BIGINT                       -- since when it stands in the wallet
);
CREATE INDEX original_document_case ON original_document (case_id);
CREATE INDEX original_document_wallet ON original_document (account_id, approved_at);

-- A measure on an account that one officer receives and another decides: a lock, an unlock, a closing, a merging.
CREATE TABLE measure (
    -- written once
    id              TEXT PRIMARY KEY,
    deed            TEXT NOT NULL CHECK (deed IN ('lock_authority', 'lock_breach', 'unlock_authority', 'unlock_own_request', 'unlock_breach', 'unlock_death', 'unlock_phone', 'recover', 'close', 'merge')),
    account_id      TEXT NOT NULL REFERENCES account (id),  -- of two, the one that is closed
    into_account_id TEXT REFERENCES account (id),           -- of two, the one that stays
    unit            TEXT NOT NULL,
    received_at     BIGINT NOT NULL,
    received_by     TEXT NOT NULL REFERENCES officer (account_id),
    hand_on_by      BIGINT NOT NULL,         -- the first instant at which handing it on is late
    document        TEXT,                    -- an authority's paper: its number
    dated           TEXT,                    -- its day
    authority       TEXT,
    clause          TEXT CHECK (clause IN ('procedural', 'other_competent')),
    reason          TEXT,
    secrecy         TEXT,                    -- the legal ground on which the holder is not told
    phone_sealed    TEXT,                    -- the telephone that is the holder's own now
    comparison      TEXT,                    -- of the holder's face, where the holder was there
    chip            TEXT,                    -- of the holder's card, where a reader of the counter read it
    -- may change
    state           TEXT NOT NULL CHECK (state IN ('received', 'submitted', 'approved', 'refused')),
    submitted_at    BIGINT,
    submitted_by    TEXT REFERENCES officer (account_id),
    decide_by       BIGINT,                  -- the first instant at which a decision is late
    decided_at      BIGINT,
    decided_by      TEXT REFERENCES officer (account_id),
    refusal         TEXT,                    -- why not, in the officer's words
    version         BIGINT NOT NULL
);
CREATE UNIQUE INDEX measure_open ON measure (account_id, deed) WHERE state IN ('received', 'submitted');
CREATE INDEX measure_unit ON measure (unit, state, hand_on_by);
CREATE INDEX measure_state ON measure (state, decide_by);
CREATE INDEX account_merged ON account (merged_into);

-- Accounts that somebody takes back without the password or without the telephone (identity::recovery). One for a number that
-- leads to nobody is kept like any other: what is said of it must not tell them apart.
CREATE TABLE recovery (
    -- written once
    id           TEXT PRIMARY KEY,
    account_id   TEXT REFERENCES account (id),  -- null where there is nobody
    person_digest TEXT NOT NULL,             -- blind index of who was declared, there or not
    measure_id   TEXT UNIQUE REFERENCES measure (id),  -- by which two officers began it
    phone_sealed TEXT NOT NULL,              -- the telephone that the account will have
    opened_at    BIGINT NOT NULL,
    -- may change
    browser      TEXT,                       -- digest of the cookie of the one browser in which it goes on; null until one has come
    state        TEXT NOT NULL CHECK (state IN ('open', 'waiting', 'done', 'stopped', 'ended')),
    waits_since  BIGINT,                     -- when enough was shown, and the holder was told
    ready_at     BIGINT,                     -- when it may be finished
    veto         TEXT,                       -- keyed digest of the code in what the holder was told last
    closes_at    BIGINT NOT NULL,            -- when it is over, whatever was shown
    closed_at    BIGINT                      -- when it was done, stopped or ended
);
CREATE INDEX recovery_account ON recovery (account_id, state);
CREATE INDEX recovery_browser ON recovery (browser, opened_at);
CREATE INDEX recovery_closes ON recovery (closes_at);

-- What was shown for one. Written once.
CREATE TABLE recovery_proof (
    recovery_id TEXT NOT NULL REFERENCES recovery (id),
    proof       TEXT NOT NULL CHECK (proof IN ('register', 'password', 'email', 'phone', 'paper', 'passkey', 'card', 'officer')),
    shown_at    BIGINT NOT NULL,
    PRIMARY KEY (recovery_id, proof)
);
