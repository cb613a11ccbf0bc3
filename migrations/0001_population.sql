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

-- What an update changed: of whom, never what; who follows asks the register. Written once.
CREATE TABLE population_change (
    sequence   BIGINT PRIMARY KEY,           -- 1, 2, 3, … without a gap, in the order of the commits
    number     TEXT NOT NULL,                -- in force when it was written; it may be cancelled since
    changed_at BIGINT NOT NULL
);

-- The number of the latest change: one row, held by whoever writes changes until its commit.
CREATE TABLE population_feed (
    id            TEXT PRIMARY KEY,
    last_sequence BIGINT NOT NULL
);
