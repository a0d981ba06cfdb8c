-- People and lists. An id is given once for each (source, key) and never again; what has left its
-- source keeps its row, because bitmaps and digests are made of ids.

CREATE TABLE people (
    id      INTEGER NOT NULL PRIMARY KEY,
    source  TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    kind    INTEGER NOT NULL,                -- 0 person, 1 shared mailbox, 2 outside, 3 outside list
    address TEXT    NOT NULL,
    aliases TEXT    NOT NULL,                -- one a line
    name    TEXT    NOT NULL,
    title   TEXT    NOT NULL,
    unit    TEXT    NOT NULL,
    site    TEXT    NOT NULL,
    gone    INTEGER NOT NULL                 -- when it left its source; 0: it is there
) STRICT;
CREATE UNIQUE INDEX people_by_key ON people (source, key);

CREATE TABLE lists (
    id      INTEGER NOT NULL PRIMARY KEY,
    source  TEXT    NOT NULL,
    key     TEXT    NOT NULL,
    address TEXT    NOT NULL,
    aliases TEXT    NOT NULL,                -- one a line
    name    TEXT    NOT NULL,
    members BLOB    NOT NULL,                -- set of people ids, in the caller's portable form
    nested  BLOB    NOT NULL,                -- list ids, 4 bytes each, little-endian
    record  TEXT    NOT NULL,                -- JSON: kind, rule, scope, senders, owners, moderators, availability
    gone    INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX lists_by_key ON lists (source, key);

-- What is recorded about a list here, whatever its source says. -1: not known.
CREATE TABLE list_governance (
    list         INTEGER NOT NULL PRIMARY KEY,
    declared     INTEGER NOT NULL,
    created      INTEGER NOT NULL,
    rule_changed INTEGER NOT NULL,
    acknowledged INTEGER NOT NULL,
    released     INTEGER NOT NULL,
    mta_size     INTEGER NOT NULL
) STRICT;

CREATE TABLE list_daily_sizes (
    list INTEGER NOT NULL,
    day  INTEGER NOT NULL,                   -- days since 1970 in the organisation's time zone
    size INTEGER NOT NULL,
    PRIMARY KEY (list, day)
) STRICT;

CREATE TABLE roles (
    address TEXT    NOT NULL,                -- canonical
    role    TEXT    NOT NULL,
    granted INTEGER NOT NULL,
    PRIMARY KEY (address, role)
) STRICT;

CREATE TABLE correspondents (
    account TEXT    NOT NULL,
    address TEXT    NOT NULL,
    name    TEXT    NOT NULL,                -- may be empty
    latest  INTEGER NOT NULL,
    times   INTEGER NOT NULL,
    PRIMARY KEY (account, address)
) STRICT;
CREATE INDEX correspondents_by_latest ON correspondents (account, latest);

-- Lists scoped to one unit may hold people of another.
CREATE TABLE allowed_pairs (
    source TEXT NOT NULL,
    owner  TEXT NOT NULL,
    member TEXT NOT NULL,
    PRIMARY KEY (source, owner, member)
) STRICT;
