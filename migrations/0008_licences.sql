-- The embedded register of driving licences.

-- Written by an import, one row a holder.
CREATE TABLE registered_licence (
    number         TEXT PRIMARY KEY,         -- the personal number that the register wrote beside it
    licence_number TEXT NOT NULL UNIQUE,
    name           TEXT NOT NULL,
    birth          TEXT NOT NULL,
    classes        TEXT NOT NULL,            -- A1|2019-06-01|never;B|2026-02-01|2036-02-01
    points         BIGINT NOT NULL CHECK (points BETWEEN 0 AND 12),
    state          TEXT NOT NULL CHECK (state IN ('issued', 'withheld', 'revoked'))
);

-- It has a feed too. SQLite cannot change a check, so the feeds move into a table that allows one more register.
CREATE TABLE register_change_of_six (
    register   TEXT NOT NULL CHECK (register IN
               ('cards', 'immigration', 'insurance', 'licences', 'organisations', 'population')),
    sequence   BIGINT NOT NULL,
    subject    TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (register, sequence)
);
INSERT INTO register_change_of_six (register, sequence, subject, changed_at)
SELECT register, sequence, subject, changed_at FROM register_change;
DROP TABLE register_change;
ALTER TABLE register_change_of_six RENAME TO register_change;
