-- What belongs to a draft besides its words, and what every message of an account ends with.

-- Files uploaded for a draft. They stay while the message is under way, for it may come back.
CREATE TABLE draft_files (
    draft        TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    account      TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    content_type TEXT    NOT NULL,
    size         INTEGER NOT NULL,
    at           INTEGER NOT NULL,            -- when it was uploaded
    bytes        BLOB    NOT NULL,
    PRIMARY KEY (draft, id)
) STRICT;

-- The copy of a draft in the account's mailbox of drafts.
CREATE TABLE draft_copies (
    draft        TEXT    NOT NULL PRIMARY KEY,
    account      TEXT    NOT NULL,
    mailbox      TEXT    NOT NULL,
    uid_validity INTEGER NOT NULL,
    uid          INTEGER NOT NULL,
    version      INTEGER NOT NULL             -- of the draft when it was copied
) STRICT;
CREATE INDEX draft_copies_by_account ON draft_copies (account);

CREATE TABLE signatures (
    account   TEXT    NOT NULL PRIMARY KEY,
    html      TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    in_new    INTEGER NOT NULL,               -- 1: new messages begin with it
    in_answer INTEGER NOT NULL                -- 1: answers and forwarded messages do
) STRICT;
