-- Messages of the past that were filed from others' logs, so that a log read twice files nothing twice.

CREATE TABLE imported_record (
    hash BLOB    NOT NULL PRIMARY KEY,       -- keyed, of Message-ID and sender
    at   INTEGER NOT NULL                    -- when it was sent
) STRICT;
