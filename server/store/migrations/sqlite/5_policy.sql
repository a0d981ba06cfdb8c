-- What administrators decide.

CREATE TABLE policies (
    version INTEGER NOT NULL PRIMARY KEY,
    policy  TEXT    NOT NULL,                -- JSON
    author  TEXT    NOT NULL,                -- JSON of a contact; empty for the first
    at      INTEGER NOT NULL,
    reason  TEXT    NOT NULL
) STRICT;

-- One row: what is stopped now.
CREATE TABLE emergency_stop (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    scope    TEXT    NOT NULL,               -- nothing, replies, everything
    set_by   TEXT    NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
INSERT INTO emergency_stop (only_row, scope, set_by, at) VALUES (1, 'nothing', '', 0);

CREATE TABLE permits (
    sender INTEGER NOT NULL,
    people INTEGER NOT NULL,
    until  INTEGER NOT NULL,
    PRIMARY KEY (sender, until)
) STRICT;
