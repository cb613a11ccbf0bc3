-- The keys with which the house signs, and opens what is encrypted to it.

CREATE TABLE signing_key (
    -- written once
    kid            TEXT PRIMARY KEY,         -- RFC 7638 thumbprint of the public half
    purpose        TEXT NOT NULL CHECK (purpose IN ('token', 'receipt', 'presentation', 'decrypt')),
    algorithm      TEXT NOT NULL CHECK (algorithm IN
                     ('RS256', 'PS256', 'ES256', 'EdDSA', 'ECDH-ES', 'ECDH-ES+A256KW', 'RSA-OAEP-256')),
    private_sealed TEXT NOT NULL,            -- PKCS#8, sealed for this kid, purpose and algorithm
    created_at     BIGINT NOT NULL,          -- published from here on
    -- may change
    active_from    BIGINT NOT NULL,          -- signs from here on; pulled forward when its predecessor is removed
    retired_at     BIGINT,                   -- signs no more; null while nothing succeeds it
    forget_at      BIGINT                    -- nothing of it is accepted any more, and the row goes
);
-- Of two nodes that make a first key, or succeed the same key, at once, one comes too late.
CREATE UNIQUE INDEX signing_key_last ON signing_key (purpose, algorithm) WHERE retired_at IS NULL;
