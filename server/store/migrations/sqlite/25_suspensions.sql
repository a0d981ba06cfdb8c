-- Lists to which nobody may write for now, by address: whatever a source says of a list, and under whatever number.

CREATE TABLE suspensions (
    address TEXT    NOT NULL PRIMARY KEY,    -- canonical
    at      INTEGER NOT NULL,
    who     TEXT    NOT NULL,                -- canonical address of who did
    reason  TEXT    NOT NULL
) STRICT;
