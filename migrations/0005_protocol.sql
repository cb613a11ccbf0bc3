-- Relying parties, sessions, and everything that OpenID Connect and OAuth 2.0 hand out.

CREATE TABLE relying_party (
    -- written once
    id            TEXT PRIMARY KEY,          -- the client_id
    created_at    BIGINT NOT NULL,
    registered_by TEXT NOT NULL CHECK (registered_by IN ('operator', 'invited', 'anybody')),
    scope_bound   TEXT,                      -- the scopes that a party which registered itself may register for
    pkce_optional BIGINT CHECK (pkce_optional IN (0, 1)),  -- whether it may do without PKCE when it keeps a secret
    -- may change
    metadata      TEXT NOT NULL,             -- JSON that oauth::relying_party parses
    secret_digest TEXT,
    registration_digest TEXT UNIQUE,         -- of the token by which it reads, changes and deletes itself (RFC 7592)
    changed_at    BIGINT NOT NULL,
    suspended_at  BIGINT,
    deleted_at    BIGINT,                    -- suspended for good; the row stays for what names it
    version       BIGINT NOT NULL
);

-- Where parties' pages are: they may frame the page that watches the session, and where the party lives in browsers their
-- scripts may read our answers to it (CORS).
CREATE TABLE page_origin (
    -- written once
    origin           TEXT NOT NULL,
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    has_scripts      BIGINT NOT NULL,
    PRIMARY KEY (origin, relying_party_id)
);
CREATE INDEX page_origin_party ON page_origin (relying_party_id);

-- What a party does in people's names, as an operator says: what a freeze goes by.
CREATE TABLE party_category (
    -- written once
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    category         TEXT NOT NULL CHECK (category IN ('bank_account', 'sim', 'company', 'loan')),
    since_at         BIGINT NOT NULL,
    PRIMARY KEY (relying_party_id, category)
);

-- A holder closed the account to the parties of a category. It stands until the cool-down of its lifting is over.
CREATE TABLE account_freeze (
    -- written once
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES account (id),
    category      TEXT NOT NULL CHECK (category IN ('bank_account', 'sim', 'company', 'loan')),
    since_at      BIGINT NOT NULL,
    -- may change
    lift_asked_at BIGINT,
    lifts_at      BIGINT                     -- open from then on; null again when the holder took that back
);
CREATE INDEX account_freeze_account ON account_freeze (account_id);
CREATE UNIQUE INDEX account_freeze_standing ON account_freeze (account_id, category) WHERE lifts_at IS NULL;

-- An operator's invitation to register: an initial access token (RFC 7591 section 3).
CREATE TABLE invitation (
    -- written once
    digest        TEXT PRIMARY KEY,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    scope_bound   TEXT NOT NULL,
    pkce_optional BIGINT NOT NULL CHECK (pkce_optional IN (0, 1)),
    -- may change
    uses_left     BIGINT NOT NULL CHECK (uses_left >= 0)
);

-- A browser that somebody signed in with.
CREATE TABLE session (
    -- written once
    id            TEXT PRIMARY KEY,
    account_id    TEXT NOT NULL REFERENCES account (id),
    browser       TEXT NOT NULL,             -- digest of the browser's cookie
    began_at      BIGINT NOT NULL,
    ends_at       BIGINT NOT NULL,           -- the absolute end
    user_agent    TEXT,                      -- the kind of browser, in a few words of ours
    system        TEXT,                      -- the kind of system, in a word of ours
    place         TEXT,                      -- the network as the operator names it, or the address without its end
    -- may change
    digest        TEXT NOT NULL UNIQUE,      -- of the cookie; replaced at each rise
    authenticated_at BIGINT NOT NULL,        -- auth_time: the last time that the person showed a factor
    level         BIGINT NOT NULL CHECK (level IN (1, 2, 3, 4)),
    methods       TEXT NOT NULL,             -- amr values, separated by spaces
    used_at       BIGINT NOT NULL,
    lowered_at    BIGINT,                    -- since when the holder of a level-2 account acts at level 1 here
    ended_at      BIGINT,
    ended_by      TEXT                       -- a word of ours
);
CREATE INDEX session_account ON session (account_id);

-- A browser that an account was used in. It opens nothing: its holder is spared a notice there, and the guesses of others
-- do not lock the holder out there.
CREATE TABLE known_browser (
    -- written once
    id           TEXT PRIMARY KEY,
    account_id   TEXT NOT NULL REFERENCES account (id),
    browser      TEXT NOT NULL,              -- digest of the browser's cookie
    -- may change
    used_at      BIGINT NOT NULL,            -- when somebody last signed in with it
    forgotten_at BIGINT,                     -- since when it is no longer known, whoever used it
    UNIQUE (account_id, browser)
);
CREATE INDEX known_browser_used ON known_browser (used_at);

-- Browsers that a code to the person's phone let try the password apart from everybody else.
CREATE TABLE browser_pass (
    account_id TEXT NOT NULL REFERENCES account (id),
    browser    TEXT NOT NULL,                -- digest of the browser's cookie
    ends_at    BIGINT NOT NULL,
    PRIMARY KEY (account_id, browser)
);
CREATE INDEX browser_pass_ends ON browser_pass (ends_at);

-- Somebody signed in with a browser that the account did not know: the code by which its holder says that it was another.
CREATE TABLE sign_in_notice (
    -- written once
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    session_id TEXT NOT NULL REFERENCES session (id),
    digest     TEXT NOT NULL,                -- of the code, bound to the account
    told_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- may change
    used_at    BIGINT                        -- when the holder said so, by this code or in another way
);
CREATE INDEX sign_in_notice_account ON sign_in_notice (account_id, digest);
CREATE INDEX sign_in_notice_expires ON sign_in_notice (expires_at);

-- An authorization request that its party pushed to us beforehand (RFC 9126): any of the browsers that come with its
-- address may begin to answer it, and one of them does.
CREATE TABLE pushed_request (
    -- written once
    digest           TEXT PRIMARY KEY,       -- of the secret in its address
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    parameters_sealed TEXT NOT NULL,         -- JSON of what was pushed; hints may name people
    created_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,        -- the address is worth nothing from here on
    -- may change
    answered_at      BIGINT                  -- when one of the requests that it began was answered
);
CREATE INDEX pushed_request_expires ON pushed_request (expires_at);

-- A person's way from an authorization request to its answer.
CREATE TABLE request (
    -- written once
    id               TEXT PRIMARY KEY,
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    parameters_sealed TEXT NOT NULL,         -- JSON of what was sent, which oauth::authorization parses; hints may name people
    pushed           TEXT REFERENCES pushed_request (digest),  -- where it came from, when it was pushed
    created_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    -- may change
    browser          TEXT,                   -- digest of the browser's cookie; null until the first one goes on with it
    session_id       TEXT REFERENCES session (id),  -- the session that signed in for it (prompt=login, max_age)
    consented_at     BIGINT,                 -- when the person was asked in it (prompt=consent)
    acts_as          TEXT,                   -- for whom the person said to act: a representation, or the word self
    answered_at      BIGINT
);
CREATE INDEX request_expires ON request (expires_at);
CREATE INDEX request_pushed ON request (pushed);

-- A party that used a session: it is told when the session ends, and knows it by its own sid.
CREATE TABLE participant (
    session_id       TEXT NOT NULL REFERENCES session (id),
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    sid              TEXT NOT NULL UNIQUE,
    joined_at        BIGINT NOT NULL,
    -- may change
    used_at          BIGINT,                 -- when it was last given something in that session
    PRIMARY KEY (session_id, relying_party_id)
);

-- What a person lets a party have, until withdrawn or expired: one row a party, changed by each answer; the answers
-- themselves stand in the journal.
CREATE TABLE consent (
    -- written once
    id               TEXT PRIMARY KEY,
    account_id       TEXT NOT NULL REFERENCES account (id),
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    given_at         BIGINT NOT NULL,
    -- may change
    claims           TEXT NOT NULL,          -- allowed; separated by spaces
    declined         TEXT NOT NULL,          -- asked for and not allowed; separated by spaces
    scope            TEXT NOT NULL,
    terms            TEXT NOT NULL,          -- digest of what the person read: the party's name, kind, addresses, purposes
    changed_at       BIGINT NOT NULL,
    expires_at       BIGINT NOT NULL,
    withdrawn_at     BIGINT
);
CREATE INDEX consent_account ON consent (account_id, relying_party_id);
CREATE UNIQUE INDEX consent_live ON consent (account_id, relying_party_id) WHERE withdrawn_at IS NULL;
CREATE INDEX consent_party ON consent (relying_party_id);

-- What an answered request bought: everything that is handed out hangs from one of these.
CREATE TABLE family (
    -- written once
    id               TEXT PRIMARY KEY,
    session_id       TEXT NOT NULL REFERENCES session (id),
    account_id       TEXT NOT NULL REFERENCES account (id),
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    sid              TEXT NOT NULL,
    scope            TEXT NOT NULL,
    claims           TEXT NOT NULL,          -- JSON: the claims parameter as granted
    resources        TEXT NOT NULL,          -- where its access tokens may be good, between spaces; empty: here alone
    nonce            TEXT,
    authenticated_at BIGINT NOT NULL,
    level            BIGINT NOT NULL CHECK (level IN (1, 2, 3, 4)),
    methods          TEXT NOT NULL,
    offline          BIGINT NOT NULL CHECK (offline IN (0, 1)),  -- outlives the session (offline_access)
    began_at         BIGINT NOT NULL,
    ends_at          BIGINT NOT NULL,
    idle             BIGINT,                 -- seconds for which its tokens may lie unused, where its party registered such a limit
    representation_id TEXT REFERENCES representation (id),  -- what lets the person act for an organisation, when it does
    -- may change
    ended_at         BIGINT,
    ended_by         TEXT
);
CREATE INDEX family_representation ON family (representation_id);
CREATE INDEX family_session ON family (session_id);
CREATE INDEX family_party ON family (relying_party_id);
CREATE INDEX family_account ON family (account_id, relying_party_id);

-- An authorization code.
CREATE TABLE code (
    -- written once
    digest         TEXT PRIMARY KEY,
    family_id      TEXT NOT NULL UNIQUE REFERENCES family (id),
    redirect_uri   TEXT NOT NULL,
    challenge      TEXT,                     -- PKCE S256
    issued_at      BIGINT NOT NULL,
    expires_at     BIGINT NOT NULL,
    -- may change
    redeemed_at    BIGINT
);

CREATE TABLE refresh (
    -- written once
    digest     TEXT PRIMARY KEY,
    family_id  TEXT NOT NULL REFERENCES family (id),
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- may change
    spent_at   BIGINT
);
CREATE UNIQUE INDEX refresh_live ON refresh (family_id) WHERE spent_at IS NULL;

CREATE TABLE access (
    -- written once
    digest     TEXT PRIMARY KEY,
    family_id  TEXT NOT NULL REFERENCES family (id),
    scope      TEXT NOT NULL,
    audience   TEXT NOT NULL,                -- those of the family's resources at which it is good
    issued_at  BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- may change
    ended_at   BIGINT
);
CREATE INDEX access_family ON access (family_id);

-- Client assertions already seen: an insert that fails is a replay.
CREATE TABLE assertion (
    id         TEXT PRIMARY KEY,             -- digest of client and jti
    expires_at BIGINT NOT NULL
);
