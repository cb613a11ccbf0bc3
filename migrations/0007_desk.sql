-- The desk: units and the visits that people book there.

-- A unit of the police that receives people: citizens for level 2, or foreigners.
CREATE TABLE unit (
    -- written once
    code      TEXT PRIMARY KEY,             -- the operator's: A-Z, 0-9 and hyphens
    added_at  BIGINT NOT NULL,
    -- may change
    kind      TEXT NOT NULL CHECK (kind IN ('commune', 'immigration')),  -- whom it receives
    name      TEXT NOT NULL UNIQUE,         -- in Vietnamese; an officer's unit is this name
    name_en   TEXT NOT NULL,
    address   TEXT NOT NULL,
    province  TEXT NOT NULL,                -- of the commune that it serves: identity::place
    commune   TEXT NOT NULL,                -- with its type, as the register writes it
    hours     TEXT NOT NULL,                -- identity::unit::Hours
    capacity  BIGINT NOT NULL,              -- people received in one slot
    turn      BIGINT NOT NULL,              -- raised by who books or closes here, so that they take turns
    closed_at BIGINT                        -- takes nobody any more
);
CREATE INDEX unit_province ON unit (province, code);

-- A day on which a unit receives nobody. Written once.
CREATE TABLE unit_closed_day (
    unit      TEXT NOT NULL REFERENCES unit (code),
    day       TEXT NOT NULL,                -- YYYY-MM-DD in Viet Nam
    from_at   BIGINT NOT NULL,              -- its first instant
    until_at  BIGINT NOT NULL,              -- the first instant after it
    reason    TEXT NOT NULL,                -- in the officer's words; people read it
    closed_at BIGINT NOT NULL,
    closed_by TEXT NOT NULL REFERENCES officer (account_id),
    PRIMARY KEY (unit, day)
);

-- A visit that a person booked. A visit that is moved stays the same row; what it was is in the journal.
CREATE TABLE visit (
    -- written once
    id          TEXT PRIMARY KEY,
    account_id  TEXT NOT NULL REFERENCES account (id),
    booked_at   BIGINT NOT NULL,
    -- may change
    unit        TEXT NOT NULL REFERENCES unit (code),
    begins_at   BIGINT NOT NULL,            -- the beginning of a slot
    room        BIGINT NOT NULL,            -- how many the slot took when this place in it was taken
    moves       BIGINT NOT NULL,
    remind_at   BIGINT,                     -- when the holder is to be reminded; null when the confirmation is enough
    reminded_at BIGINT,
    state       TEXT NOT NULL CHECK (state IN ('booked', 'came', 'missed', 'passed', 'cancelled', 'called_off')),
    ended_at    BIGINT,
    reason      TEXT,                       -- of a visit that the unit called off
    version     BIGINT NOT NULL
);
CREATE UNIQUE INDEX visit_booked ON visit (account_id) WHERE state = 'booked';
CREATE INDEX visit_slot ON visit (unit, begins_at, state);
CREATE INDEX visit_remind ON visit (remind_at) WHERE state = 'booked' AND reminded_at IS NULL;
CREATE INDEX visit_open ON visit (begins_at) WHERE state = 'booked';

-- What one administrator asks for and another one decides.
CREATE TABLE permission_request (
    -- written once
    id           TEXT PRIMARY KEY,
    group_id     TEXT NOT NULL REFERENCES permission_group (id),  -- that would do more, or take the officer in
    version      BIGINT NOT NULL,           -- of that group when it was asked for
    granted      TEXT NOT NULL,             -- module.action, separated by spaces; empty for a move
    account_id   TEXT REFERENCES officer (account_id),            -- the officer who would move
    from_group   TEXT REFERENCES permission_group (id),           -- the group that the officer would leave
    requested_at BIGINT NOT NULL,
    requested_by TEXT NOT NULL REFERENCES officer (account_id),
    expires_at   BIGINT NOT NULL,
    -- may change
    state        TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn', 'lapsed')),
    decided_at   BIGINT,
    decided_by   TEXT REFERENCES officer (account_id)
);
CREATE UNIQUE INDEX permission_request_group ON permission_request (group_id) WHERE state = 'waiting' AND account_id IS NULL;
CREATE UNIQUE INDEX permission_request_officer ON permission_request (account_id) WHERE state = 'waiting';

-- Each change of a group and of who belongs to it, with what was before and after. Written once, beside its event.
CREATE TABLE permission_change (
    id         TEXT PRIMARY KEY,
    changed_at BIGINT NOT NULL,
    what       TEXT NOT NULL CHECK (what IN ('added', 'moved', 'permissions', 'removed', 'renamed')),
    group_id   TEXT NOT NULL REFERENCES permission_group (id),
    by_kind    TEXT NOT NULL CHECK (by_kind IN ('officer', 'operator', 'system')),
    by_id      TEXT,
    account_id TEXT REFERENCES officer (account_id),              -- who was moved
    request_id TEXT REFERENCES permission_request (id),           -- what was approved
    before     TEXT NOT NULL,               -- names or module.action
    after      TEXT NOT NULL,
    version    BIGINT NOT NULL              -- of the group after it
);
CREATE INDEX permission_change_at ON permission_change (changed_at, id);
CREATE INDEX permission_change_group ON permission_change (group_id);
CREATE UNIQUE INDEX permission_change_request ON permission_change (request_id);

-- Applications that nearly matched, for an officer: one open for each person, about the latest application.
CREATE TABLE near_match (
    -- written once
    id            TEXT PRIMARY KEY,
    person_digest TEXT NOT NULL,
    unit          TEXT,                     -- where the person lives; null where no unit serves
    opened_at     BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,          -- the first instant at which looking at it is late
    -- may change
    enrolment_id  TEXT NOT NULL REFERENCES enrolment (id),
    differences   TEXT NOT NULL,            -- field:kind, separated by spaces; never a value
    language      TEXT NOT NULL CHECK (language IN ('vi', 'en')),  -- in which the person applied
    state         TEXT NOT NULL CHECK (state IN ('open', 'asked_to_come', 'told_field', 'correcting', 'closed')),
    decided_at    BIGINT,
    decided_by    TEXT REFERENCES officer (account_id)
);
CREATE UNIQUE INDEX near_match_open ON near_match (person_digest) WHERE state = 'open';
CREATE INDEX near_match_queue ON near_match (unit, due_at) WHERE state = 'open';

-- Codes to the phone that the register knows for a person, account or none: the last one of each purpose.
CREATE TABLE person_code (
    person_digest TEXT NOT NULL,            -- of a personal number, or of a case number
    purpose       TEXT NOT NULL CHECK (purpose IN ('mend', 'status')),
    digest        TEXT NOT NULL,
    sent_at       BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    tries         BIGINT NOT NULL,          -- raised before the code is compared
    spent_at      BIGINT,
    ticket_digest TEXT,                     -- what the right code bought, until it is used
    PRIMARY KEY (person_digest, purpose)
);
CREATE INDEX person_code_sent ON person_code (sent_at);

-- Corrections of the register's data.
CREATE TABLE correction (
    -- written once
    id            TEXT PRIMARY KEY,
    code          TEXT NOT NULL UNIQUE,     -- what people call it
    person_digest TEXT NOT NULL,
    number_sealed TEXT NOT NULL,
    field         TEXT NOT NULL CHECK (field IN ('name', 'birth_date', 'gender')),
    wanted_sealed TEXT NOT NULL,            -- what it should be
    reason_sealed TEXT NOT NULL,            -- in the person's words
    language      TEXT NOT NULL CHECK (language IN ('vi', 'en')),  -- of messages
    unit          TEXT,                     -- where the person lives; null where no unit serves
    submitted_at  BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,          -- the first instant at which a decision is late
    -- may change
    state         TEXT NOT NULL CHECK (state IN ('submitted', 'proposed', 'approved', 'refused')),
    proposed_at   BIGINT,
    proposed_by   TEXT REFERENCES officer (account_id),
    proposed_approval BIGINT,               -- 1 to approve, 0 to refuse
    opinion       TEXT,                     -- of who proposed; the person reads it
    decided_at    BIGINT,
    decided_by    TEXT REFERENCES officer (account_id),
    handed_at     BIGINT,                   -- when it was handed to the register
    handing       TEXT CHECK (handing IN ('applied', 'refused', 'sent')), -- what became of it there
    answer_due_at BIGINT,                   -- the first instant at which the register's answer to what was sent is late
    looked_at     BIGINT,                   -- when the register was last asked whether it has what was sent
    settled_at    BIGINT,                   -- when an officer settled what the register refused or did not answer
    settled_by    TEXT REFERENCES officer (account_id),
    settlement    TEXT CHECK (settlement IN ('corrected', 'not_corrected')),
    settled_why   TEXT,                     -- in the officer's words; the person reads it
    version       BIGINT NOT NULL
);
CREATE UNIQUE INDEX correction_open ON correction (person_digest, field) WHERE state IN ('submitted', 'proposed');
CREATE INDEX correction_queue ON correction (unit, due_at) WHERE state IN ('submitted', 'proposed');
CREATE INDEX correction_unsettled ON correction (unit, handed_at) WHERE handing IN ('refused', 'sent') AND settled_at IS NULL;
CREATE INDEX correction_to_hear ON correction (looked_at) WHERE handing = 'sent' AND settled_at IS NULL;
CREATE INDEX correction_to_hand ON correction (decided_at) WHERE state = 'approved' AND handed_at IS NULL;

-- An officer contacts somebody, by telephone or at the door: what the person reads in the wallet, or hears by the code that the
-- officer reads out.
CREATE TABLE contact (
    -- written once
    id            TEXT PRIMARY KEY,
    digest        TEXT NOT NULL,            -- of the code, bound to the person's digest
    person_digest TEXT NOT NULL,            -- of the number in force of whom is contacted, whether anybody has it or not
    account_id    TEXT REFERENCES account (id),  -- the person's account then; null: none
    officer_id    TEXT NOT NULL REFERENCES officer (account_id),
    unit          TEXT NOT NULL,            -- the officer's then
    title         TEXT NOT NULL,            -- the officer's then
    purpose       TEXT NOT NULL,            -- wallet::purpose
    case_id       TEXT REFERENCES officer_case (id),
    opened_at     BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    -- may change
    ended_at      BIGINT,                   -- before its time
    ended_by      TEXT CHECK (ended_by IN ('officer', 'replaced', 'appointment'))
);
CREATE UNIQUE INDEX contact_live ON contact (officer_id, person_digest) WHERE ended_at IS NULL;
CREATE INDEX contact_person ON contact (person_digest, opened_at);
CREATE INDEX contact_account ON contact (account_id, opened_at);
CREATE INDEX contact_opened ON contact (opened_at);

-- Somebody reported such a contact, or somebody who had none and pretended, or a sign-in that was somebody else's.
CREATE TABLE contact_report (
    -- written once
    id           TEXT PRIMARY KEY,
    complaint    TEXT NOT NULL CHECK (complaint IN ('not_genuine', 'not_me', 'pressed', 'unusual')),
    contact_id   TEXT REFERENCES contact (id),   -- null: no officer was contacting the person
    account_id   TEXT REFERENCES account (id),   -- of who reported, when signed in
    words_sealed TEXT,                      -- what happened, in the person's words
    reported_at  BIGINT NOT NULL,
    -- what the house itself saw in the journal (identity::conduct); null in what people report
    officer_id   TEXT REFERENCES officer (account_id),
    conduct      TEXT CHECK (conduct IN ('many_people', 'one_person', 'many_refused')),
    times        BIGINT,
    about_id     TEXT REFERENCES account (id),   -- whose squares, where one person is what is unusual
    said_once    TEXT UNIQUE,                    -- officer, conduct, person and hour: two nodes say it once
    -- may change
    settled_at   BIGINT,
    settled_by   TEXT REFERENCES officer (account_id),
    CHECK ((complaint = 'unusual') = (officer_id IS NOT NULL AND conduct IS NOT NULL AND times IS NOT NULL AND said_once IS NOT NULL))
);
CREATE INDEX contact_report_officer ON contact_report (officer_id, reported_at) WHERE officer_id IS NOT NULL;
CREATE INDEX contact_report_waiting ON contact_report (reported_at) WHERE settled_at IS NULL;
CREATE INDEX contact_report_contact ON contact_report (contact_id);
