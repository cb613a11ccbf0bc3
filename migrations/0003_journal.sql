-- What happened, what must be told, and what was tried too often.

-- Written once, never changed (guarded by triggers). One row an audited event, in the commit that it belongs to.
CREATE TABLE audit_event (
    id               TEXT PRIMARY KEY,
    at               BIGINT NOT NULL,
    turn             BIGINT NOT NULL,        -- the order of one node's events within a second
    kind             TEXT NOT NULL,          -- identity::event::Kind
    actor_kind       TEXT NOT NULL CHECK (actor_kind IN ('nobody', 'officer', 'operator', 'person', 'relying_party', 'system')),
    actor_id         TEXT,                   -- an account, a relying party or an operator's name; null for nobody and system
    account_id       TEXT,                   -- whose data or account it is about
    relying_party_id TEXT,                   -- the party that it was done for
    purpose          TEXT,                   -- why, in a registered word
    fields           TEXT,                   -- which fields were seen, separated by spaces
    detail           TEXT,                   -- JSON without personal data
    salt             TEXT NOT NULL,          -- random, so that the leaf of an event that can be guessed says nothing
    leaf             TEXT NOT NULL           -- the leaf's hash over all the columns above (wallet::leaf)
);
CREATE INDEX audit_event_account ON audit_event (account_id, at, turn);
CREATE INDEX audit_event_actor ON audit_event (actor_id, at, turn);
CREATE INDEX audit_event_at ON audit_event (at, turn);
-- What officers did in the last hour is looked through every half minute (flow::watch_officers).
CREATE INDEX audit_event_officer ON audit_event (at, actor_id) WHERE actor_kind = 'officer';

-- The events that are not in the ledger yet: written with the event, deleted with its integration. The ledger is kept apart
-- so that two commits never wait for one another's turn in it, and nobody looks through the journal for what is new.
CREATE TABLE ledger_waiting (
    event_id TEXT PRIMARY KEY REFERENCES audit_event (id),
    at       BIGINT NOT NULL,
    turn     BIGINT NOT NULL
);
CREATE INDEX ledger_waiting_turn ON ledger_waiting (at, turn, event_id);

-- Written once, never changed: the leaves of the Merkle tree over the journal (RFC 6962), in the order in which they were
-- integrated, without a gap. An event may be deleted when its term is over; its leaf stays and says nothing any more.
CREATE TABLE ledger_leaf (
    number        BIGINT PRIMARY KEY,        -- from 0
    event_id      TEXT NOT NULL UNIQUE,
    leaf          TEXT NOT NULL UNIQUE,      -- the hash
    integrated_at BIGINT NOT NULL
);

-- Written once, never changed: the hash of each whole subtree of 64, 64 × 64, … leaves, so that a proof reads a few short
-- ranges and never the leaves between.
CREATE TABLE ledger_node (
    height   BIGINT NOT NULL,                -- 1 for 64 leaves, 2 for 64 × 64
    position BIGINT NOT NULL,
    hash     TEXT NOT NULL,
    PRIMARY KEY (height, position)
);

-- Written once, never changed: every signed head, without a gap.
CREATE TABLE ledger_head (
    number    BIGINT PRIMARY KEY,            -- from 1
    size      BIGINT NOT NULL,
    root      TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    jws       TEXT NOT NULL
);

-- One row: nodes that start together take turns by it, and those that integrate.
CREATE TABLE audit_guard (
    id         BIGINT PRIMARY KEY,
    guarded_at BIGINT NOT NULL
);
INSERT INTO audit_guard (id, guarded_at) VALUES (1, 0);

-- What must reach the outside, written in the commit that causes it.
CREATE TABLE outbox (
    -- written once
    id               TEXT PRIMARY KEY,       -- also the idempotency key towards gateways
    channel          TEXT NOT NULL CHECK (channel IN ('sms', 'email', 'logout')),
    kind             TEXT NOT NULL,          -- which message; for 'logout' the word logout
    account_id       TEXT,
    relying_party_id TEXT,
    session_id       TEXT,
    recipient_sealed TEXT NOT NULL,          -- a phone, an address or a URL
    body_sealed      TEXT NOT NULL,          -- a text, or for 'logout' the claims to sign at delivery
    created_at       BIGINT NOT NULL,
    -- may change
    next_at          BIGINT NOT NULL,        -- not to be tried before
    leased_until     BIGINT NOT NULL,        -- a node is at it until then
    attempts         BIGINT NOT NULL,
    delivered_at     BIGINT,
    failed_at        BIGINT,                 -- given up
    last_error       TEXT                    -- a word of ours, nothing from the other side
);
CREATE INDEX outbox_due ON outbox (next_at, leased_until);
CREATE INDEX outbox_account ON outbox (account_id, created_at);
CREATE INDEX outbox_session ON outbox (session_id);
CREATE INDEX outbox_delivered ON outbox (delivered_at);
CREATE INDEX outbox_failed ON outbox (failed_at);

-- Counters of attempts: raised by one statement before the attempt is looked at.
CREATE TABLE throttle (
    id      TEXT PRIMARY KEY,                -- keyed digest of what is counted and for whom
    count   BIGINT NOT NULL,
    ends_at BIGINT NOT NULL
);
CREATE INDEX throttle_ends ON throttle (ends_at);

-- Guesses of a person's secret in a row, by whomever and wherever: raised, and the next one put off, by the statement that
-- lets one be looked at. A right one deletes the row.
CREATE TABLE guess (
    id         TEXT PRIMARY KEY,             -- keyed digest of the secret's kind and of whose it is
    count      BIGINT NOT NULL,
    next_wait  BIGINT NOT NULL,              -- seconds that the next pause will last
    opens_at   BIGINT NOT NULL,              -- when the next guess may be looked at
    guessed_at BIGINT NOT NULL
);
CREATE INDEX guess_guessed ON guess (guessed_at);

-- What this database is marked as, for good: 'sandbox' when it was seeded with a synthetic nation whose passwords are known,
-- and 'person:ACCOUNT' for each of those people.
CREATE TABLE house_mark (
    name      TEXT PRIMARY KEY,
    value     TEXT NOT NULL,
    marked_at BIGINT NOT NULL
);

-- How far the feed of a register has been heeded, over all nodes. Moves only from where it was read.
CREATE TABLE register_cursor (
    -- written once
    register TEXT PRIMARY KEY,
    -- may change
    sequence BIGINT NOT NULL,
    moved_at BIGINT NOT NULL
);
