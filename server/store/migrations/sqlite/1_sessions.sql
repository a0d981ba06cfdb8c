-- Who is signed in, and who tried to. Times are seconds since 1970 (UTC) everywhere.

CREATE TABLE sessions (
    token_hash BLOB    NOT NULL PRIMARY KEY,
    account    TEXT    NOT NULL,             -- canonical address
    credential BLOB    NOT NULL,             -- sealed
    created    INTEGER NOT NULL,
    seen       INTEGER NOT NULL,
    expires    INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_expires ON sessions (expires);

CREATE TABLE sign_in_attempts (
    subject TEXT    NOT NULL PRIMARY KEY,    -- an account or a peer, as the caller names it
    count   INTEGER NOT NULL,                -- since the last quiet window
    latest  INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_in_attempts_by_latest ON sign_in_attempts (latest);
