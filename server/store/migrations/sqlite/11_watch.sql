-- What an administrator sees of the stop, of storms and of permits, beside what the guard needs.

ALTER TABLE emergency_stop ADD COLUMN name TEXT NOT NULL DEFAULT '';      -- of whoever set it
ALTER TABLE emergency_stop ADD COLUMN reason TEXT NOT NULL DEFAULT '';

ALTER TABLE storms ADD COLUMN people INTEGER NOT NULL DEFAULT 0;          -- whom the message that tripped it reaches
ALTER TABLE storms ADD COLUMN replies INTEGER NOT NULL DEFAULT 0;         -- n when it tripped
ALTER TABLE storms ADD COLUMN senders INTEGER NOT NULL DEFAULT 0;         -- u when it tripped
ALTER TABLE storms ADD COLUMN thread BLOB NOT NULL DEFAULT x'';           -- as judgements name its thread

DROP TABLE permits;
CREATE TABLE permits (
    id        INTEGER NOT NULL PRIMARY KEY,
    sender    INTEGER NOT NULL,              -- person id
    people    INTEGER NOT NULL,              -- at most so many
    at        INTEGER NOT NULL,
    until     INTEGER NOT NULL,
    given_by  TEXT    NOT NULL,              -- who gave it: canonical address
    reason    TEXT    NOT NULL,
    withdrawn INTEGER NOT NULL               -- when; 0: it was not
) STRICT;
CREATE INDEX permits_by_sender ON permits (sender, until);
