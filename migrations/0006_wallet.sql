-- The one-minute QR, what is asked after a scan, and the receipts.

-- The square of an organisation: printed for a place until it is revoked, or on a screen for five minutes and one person.
CREATE TABLE organisation_square (
    -- written once
    id          TEXT PRIMARY KEY,
    digest      TEXT NOT NULL UNIQUE,        -- of the name in its picture
    code        TEXT NOT NULL UNIQUE,        -- keyed digest of the short code under it
    kind        TEXT NOT NULL CHECK (kind IN ('static', 'dynamic')),
    relying_party_id TEXT NOT NULL REFERENCES relying_party (id),
    fields      TEXT NOT NULL,               -- separated by spaces
    place       TEXT NOT NULL,               -- where it hangs or is shown; empty only on a screen
    made_at     BIGINT NOT NULL,
    expires_at  BIGINT,                      -- null: printed
    -- may change
    opened_at   BIGINT,                      -- the last time; the one time of one on a screen
    revoked_at  BIGINT
);
CREATE INDEX organisation_square_party ON organisation_square (relying_party_id, made_at);

CREATE TABLE presentation (
    -- written once
    id          TEXT PRIMARY KEY,
    digest      TEXT NOT NULL UNIQUE,        -- of the token's jti
    kind        TEXT NOT NULL CHECK (kind IN ('verification', 'sharing', 'organisation')),
    account_id  TEXT NOT NULL REFERENCES account (id),
    session_id  TEXT NOT NULL REFERENCES session (id),
    dependant_id TEXT REFERENCES dependant (id),  -- by which relation somebody else shows it; null: its holder does
    level       BIGINT NOT NULL CHECK (level IN (0, 1, 2)),  -- of the account then; 0 where the law knows no levels
    fields      TEXT NOT NULL,               -- what the holder picked for sharing, separated by spaces
    square_id   TEXT REFERENCES organisation_square (id),  -- the organisation's, which the holder opened; null: the holder's own
    made_at     BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    -- may change
    state       TEXT NOT NULL CHECK (state IN ('live', 'scanned', 'asked', 'allowed', 'denied', 'lapsed', 'expired', 'cancelled', 'confirmed')),
    scanner_kind TEXT CHECK (scanner_kind IN ('officer', 'relying_party')),
    scanner_id  TEXT,
    scanned_at  BIGINT,
    confirmed_at BIGINT,                     -- when a scan that was made without the network arrived
    scan_event_id TEXT UNIQUE REFERENCES audit_event (id)  -- the one scan that won
);
CREATE INDEX presentation_account ON presentation (account_id, made_at);
CREATE INDEX presentation_square ON presentation (square_id, made_at) WHERE square_id IS NOT NULL;
CREATE INDEX presentation_expires ON presentation (state, expires_at);
CREATE UNIQUE INDEX presentation_live ON presentation (account_id, kind) WHERE state = 'live';

-- A scanner's question for named fields, and the holder's answer.
CREATE TABLE ask (
    -- written once
    id              TEXT PRIMARY KEY,
    presentation_id TEXT NOT NULL UNIQUE REFERENCES presentation (id),
    account_id      TEXT NOT NULL REFERENCES account (id),  -- whose data
    asked_id        TEXT NOT NULL REFERENCES account (id),  -- who answers: the holder, or who shows the square in the holder's name
    asker_kind      TEXT NOT NULL CHECK (asker_kind IN ('officer', 'relying_party')),
    asker_id        TEXT NOT NULL,
    purpose         TEXT NOT NULL,
    fields          TEXT NOT NULL,           -- separated by spaces
    place           TEXT,
    asked_at        BIGINT NOT NULL,
    lapses_at       BIGINT NOT NULL,
    -- may change
    state           TEXT NOT NULL CHECK (state IN ('asked', 'allowed', 'denied', 'lapsed')),
    answered_at     BIGINT,
    allowed         TEXT NOT NULL,           -- separated by spaces; empty unless allowed
    released_sealed TEXT,                    -- the signed release, for the asker, for a few minutes
    read_at         BIGINT                   -- when a party's system took it, which it does once
);
CREATE INDEX ask_account ON ask (account_id, asked_at);
CREATE INDEX ask_asked ON ask (asked_id, state, asked_at);
CREATE INDEX ask_lapses ON ask (state, lapses_at);
CREATE INDEX ask_asker ON ask (asker_id, asked_at);

-- The same signed receipt for both sides.
CREATE TABLE receipt (
    id              TEXT PRIMARY KEY,
    presentation_id TEXT NOT NULL UNIQUE REFERENCES presentation (id),
    ask_id          TEXT NOT NULL UNIQUE REFERENCES ask (id),
    event_id        TEXT NOT NULL UNIQUE REFERENCES audit_event (id),  -- no receipt, no data: the release's own event
    account_id      TEXT NOT NULL REFERENCES account (id),
    acted_by        TEXT REFERENCES account (id),  -- who allowed it in the holder's name; null: the holder did
    asker_kind      TEXT NOT NULL CHECK (asker_kind IN ('officer', 'relying_party')),
    asker_id        TEXT NOT NULL,
    jws             TEXT NOT NULL,           -- names fields, never values
    issued_at       BIGINT NOT NULL
);
CREATE INDEX receipt_account ON receipt (account_id, issued_at);
CREATE INDEX receipt_acted ON receipt (acted_by, issued_at) WHERE acted_by IS NOT NULL;
CREATE INDEX receipt_asker ON receipt (asker_id, issued_at);

-- The square of a sign-in page: a browser that waits, and the wallet that answers for it.
CREATE TABLE sign_in_square (
    -- written once
    id          TEXT PRIMARY KEY,
    digest      TEXT NOT NULL UNIQUE,        -- of the name in its pictures
    code        TEXT NOT NULL UNIQUE,        -- keyed digest of the short code under it
    browser     TEXT NOT NULL,               -- digest of the cookie of the browser that waits
    user_agent  TEXT NOT NULL,               -- the kind of browser, in a few words of ours; may be empty
    address_sealed TEXT NOT NULL,            -- where that browser is, as attempts are counted
    relying_party_id TEXT REFERENCES relying_party (id),  -- who waits for the sign-in; null: a page of ours
    began_at    BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    -- may change
    state       TEXT NOT NULL CHECK (state IN ('live', 'opened', 'approved', 'denied', 'expired', 'redeemed')),
    account_id  TEXT REFERENCES account (id),  -- who opened it
    opened_by   TEXT REFERENCES session (id),  -- in which session of the wallet
    opened_at   BIGINT,
    answer      TEXT CHECK (answer IN ('approved', 'denied', 'reported', 'wrong_number')),
    answered_at BIGINT,
    session_id  TEXT UNIQUE REFERENCES session (id),  -- what the browser got
    redeemed_at BIGINT
);
CREATE INDEX sign_in_square_browser ON sign_in_square (browser, state);
CREATE INDEX sign_in_square_expires ON sign_in_square (state, expires_at);
