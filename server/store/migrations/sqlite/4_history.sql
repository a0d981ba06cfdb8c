-- Operational history of the guard, 60 days: whom accepted messages reached, never what they said.

CREATE TABLE accepted_messages (
    id             INTEGER NOT NULL PRIMARY KEY,
    submission     TEXT    NOT NULL,         -- empty: it came from elsewhere
    at             INTEGER NOT NULL,
    sender         INTEGER NOT NULL,
    people         INTEGER NOT NULL,         -- A
    deliveries     INTEGER NOT NULL,
    conversational INTEGER NOT NULL,
    discussion     INTEGER NOT NULL,
    message_id     TEXT    NOT NULL,         -- empty: none
    thread_root    TEXT    NOT NULL,         -- empty: none
    subject_key    BLOB    NOT NULL,         -- keyed hash of the bare subject
    lists          BLOB    NOT NULL,         -- top-level list ids, 4 bytes each, little-endian
    participants   BLOB    NOT NULL,         -- set of people ids: audience and sender
    hidden         BLOB    NOT NULL,         -- those of them reached by Bcc alone
    sketch         TEXT    NOT NULL          -- JSON: keyed hashes of words and word 3-grams; empty: too few people
) STRICT;
CREATE INDEX accepted_by_sender ON accepted_messages (sender, at);
CREATE INDEX accepted_by_at ON accepted_messages (at, people);
CREATE INDEX accepted_by_message_id ON accepted_messages (message_id);
CREATE INDEX accepted_by_submission ON accepted_messages (submission);

CREATE TABLE storms (
    id           INTEGER NOT NULL PRIMARY KEY,
    tripped      INTEGER NOT NULL,
    until        INTEGER NOT NULL,
    released     INTEGER NOT NULL,           -- when an administrator released it; 0: not
    thread_root  TEXT    NOT NULL,
    participants BLOB    NOT NULL,
    lists        BLOB    NOT NULL,
    subject_key  BLOB    NOT NULL
) STRICT;
CREATE INDEX storms_by_until ON storms (until);

-- The record of judgements, 90 days, without content.
CREATE TABLE judgements (
    id         INTEGER NOT NULL PRIMARY KEY,
    reference  TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    sender     BLOB    NOT NULL,             -- pseudonym: keyed hash
    kind       TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    people     INTEGER NOT NULL,
    external   INTEGER NOT NULL,
    disclosed  INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    lists      TEXT    NOT NULL,             -- JSON: address and size
    thread     BLOB    NOT NULL,             -- keyed hash of the thread root; empty: none
    ruling     TEXT    NOT NULL,
    findings   TEXT    NOT NULL,             -- JSON
    policy     INTEGER NOT NULL,
    outcome    TEXT    NOT NULL
) STRICT;
CREATE INDEX judgements_by_reference ON judgements (reference);
CREATE INDEX judgements_by_at ON judgements (at);
