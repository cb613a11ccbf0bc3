-- The embedded register of the population: a stand-in for the state's, so that a checkout works alone. Nothing of ours
-- refers to it by key; it is only asked.

-- Written by an import, one row a person.
CREATE TABLE population (
    number      TEXT PRIMARY KEY,            -- the personal number in force
    name        TEXT NOT NULL,               -- as the source delivered it, in whatever Unicode form
    name_key    TEXT NOT NULL,               -- identity::name_key
    name_folded TEXT NOT NULL,               -- for an officer's search, never for a match
    birth       TEXT NOT NULL,               -- 1990-05-01, 1990-05 or 1990
    gender      TEXT NOT NULL CHECK (gender IN ('male', 'female', 'other')),
    status      TEXT NOT NULL CHECK (status IN ('alive', 'deceased', 'missing')),
    phone       TEXT,                        -- E.164
    phone_owner TEXT,                        -- whose the telephone companies say it is: a personal number
    email       TEXT,
    cohort      TEXT,                        -- which special case of the synthetic people this is
    details     TEXT NOT NULL                -- JSON: registry::details
);
CREATE INDEX population_name ON population (name_folded);
CREATE INDEX population_phone ON population (phone);
CREATE INDEX population_cohort ON population (cohort);

-- Numbers that lead to a person without being the one in force. Never given to anybody again.
CREATE TABLE population_former_number (
    number TEXT PRIMARY KEY,
    person TEXT NOT NULL REFERENCES population (number),
    kind   TEXT NOT NULL CHECK (kind IN ('cancelled', 'legacy'))
);
CREATE INDEX population_former_number_person ON population_former_number (person);

-- How far each file has been loaded; moves in the commit that loads the rows.
CREATE TABLE population_import (
    -- written once
    file        TEXT PRIMARY KEY,            -- SHA-256 of the file
    begun_at    BIGINT NOT NULL,
    -- may change
    next_byte   BIGINT NOT NULL,             -- where the first line stands that is not yet taken in
    next_line   BIGINT NOT NULL,
    loaded      BIGINT NOT NULL,
    refused     BIGINT NOT NULL,
    finished_at BIGINT
);

-- Which lines were refused, written in the commit that passed them by; the list for people is made from it.
CREATE TABLE population_refused (
    file   TEXT NOT NULL REFERENCES population_import (file),
    line   BIGINT NOT NULL,
    field  TEXT NOT NULL,
    reason TEXT NOT NULL,                    -- a word of ours, never the value
    PRIMARY KEY (file, line)
);

-- The embedded register of immigration.

-- Written by an import, one row a foreigner.
CREATE TABLE registered_foreigner (
    number              TEXT PRIMARY KEY,    -- the number by which the identity is known
    nationality         TEXT NOT NULL,       -- three capitals
    document            TEXT NOT NULL,       -- passport or travel document, in capitals
    document_expires_on TEXT NOT NULL,
    name                TEXT NOT NULL,       -- Latin capitals
    birth               TEXT NOT NULL,       -- 1990-05-01, 1990-05 or 1990
    gender              TEXT NOT NULL CHECK (gender IN ('male', 'female', 'other')),
    status              TEXT NOT NULL CHECK (status IN ('alive', 'deceased', 'missing')),
    residence_kind      TEXT CHECK (residence_kind IN ('permanent', 'temporary', 'entered')),
    residence_ends_on   TEXT,                -- null for a permanent residence
    biometrics          TEXT NOT NULL CHECK (biometrics IN ('held', 'none')),
    phone               TEXT,                -- E.164, of the telephone company's customer
    cohort              TEXT,
    UNIQUE (nationality, document)
);
CREATE INDEX registered_foreigner_phone ON registered_foreigner (phone);

-- The embedded register of social insurance. That of cards stands in the population's own rows.

-- Written by an import, one row an insured person.
CREATE TABLE registered_insured (
    number           TEXT PRIMARY KEY,       -- the personal number that the register wrote beside it
    insurance_number TEXT NOT NULL UNIQUE,
    name             TEXT NOT NULL,
    birth            TEXT NOT NULL
);

-- The embedded register of organisations.

-- Written by an import, one row an organisation.
CREATE TABLE registered_organisation (
    number          TEXT PRIMARY KEY,
    tax_code        TEXT UNIQUE,             -- 0109999904 or 0109999904-001
    enterprise_code TEXT,
    name            TEXT NOT NULL,
    short_name      TEXT,
    foreign_name    TEXT,
    founded_on      TEXT NOT NULL,
    province        TEXT NOT NULL,           -- the head office: unit, commune, the rest
    commune         TEXT NOT NULL,
    detail          TEXT NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('active', 'suspended', 'bankrupt', 'dissolved')),
    cohort          TEXT
);

-- Who represents an organisation by law.
CREATE TABLE registered_representative (
    organisation TEXT NOT NULL REFERENCES registered_organisation (number),
    place        BIGINT NOT NULL,            -- 0, 1, 2, … as the register has them
    number       TEXT NOT NULL,              -- a personal number
    name         TEXT NOT NULL,
    title        TEXT NOT NULL,
    PRIMARY KEY (organisation, number)
);
CREATE INDEX registered_representative_number ON registered_representative (number);

-- The registers' feeds: of whom something changed, never what; who follows asks the register. Written once.
CREATE TABLE register_change (
    register   TEXT NOT NULL CHECK (register IN ('cards', 'immigration', 'insurance', 'organisations', 'population')),
    sequence   BIGINT NOT NULL,              -- 1, 2, 3, … without a gap, in the order of the commits
    subject    TEXT NOT NULL,                -- a number in force when it was written; it may be cancelled since
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (register, sequence)
);

-- The number of each feed's latest change: one row each, held by whoever writes changes until its commit.
CREATE TABLE register_feed (
    register      TEXT PRIMARY KEY,
    last_sequence BIGINT NOT NULL
);
