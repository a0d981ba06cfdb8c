-- What people write, and what was handed over to be sent.

CREATE TABLE drafts (
    id       TEXT    NOT NULL PRIMARY KEY,
    account  TEXT    NOT NULL,
    version  INTEGER NOT NULL,               -- raised by each save
    draft    TEXT    NOT NULL,               -- JSON
    saved    INTEGER NOT NULL,
    returned TEXT    NOT NULL                -- JSON: why it came back; empty: it did not
) STRICT;
CREATE INDEX drafts_by_account ON drafts (account, saved);

-- One row a submission. `state`:
--   pending    in its undo window; `due` is when it leaves
--   held       waits for approvers; `due` is when it goes back to its author
--   claimed    a worker judges it again; `due` is the end of its lease
--   queued     waits for its next attempt at `due`
--   sending    a worker talks to the relay, the final dot is not written; lease as above: safe to retry
--   data_sent  committed before the final dot is written; lease as above; then nobody knows
--   accepted   the relay has it; the copy in Sent is missing yet, tried at `due`
--   done       copy filed, credential and bytes erased
--   sign_in    the password no longer works
--   unclear    never sent again by itself
--   returned   back among the drafts
CREATE TABLE submissions (
    id             TEXT    NOT NULL PRIMARY KEY,   -- the draft's id
    account        TEXT    NOT NULL,
    sender         INTEGER NOT NULL,               -- person id
    draft          TEXT    NOT NULL,               -- JSON, as handed over
    draft_version  INTEGER NOT NULL,
    message_id     TEXT    NOT NULL,
    return_path    TEXT    NOT NULL,
    bytes_hash     BLOB    NOT NULL,
    people         INTEGER NOT NULL,
    external       INTEGER NOT NULL,
    verdict        TEXT    NOT NULL,               -- JSON
    judged         TEXT    NOT NULL,               -- JSON: what is needed to judge it again
    approved       TEXT    NOT NULL,               -- JSON: what approvers let pass
    reference      TEXT    NOT NULL,               -- of its judgement
    state          TEXT    NOT NULL,
    submitted      INTEGER NOT NULL,
    due            INTEGER NOT NULL,
    attempts       INTEGER NOT NULL,               -- raised before each attempt
    fence          INTEGER NOT NULL,               -- raised by each claim
    said           TEXT    NOT NULL,               -- what the relay said last
    settled        INTEGER NOT NULL,               -- when the relay accepted it; 0: it has not
    round          INTEGER NOT NULL,               -- of approval
    approvers      INTEGER NOT NULL,               -- how many have to agree
    approver_role  INTEGER NOT NULL,               -- 1: who has the role decides
    blind          INTEGER NOT NULL,               -- 1: approvers decide without the content
    credential     BLOB    NOT NULL                -- sealed; empty once settled
) STRICT;
CREATE INDEX submissions_by_account ON submissions (account, submitted);
CREATE INDEX submissions_by_due ON submissions (state, due);

-- Bytes as they go over the wire, once; the copy in Sent has `bcc` added to its header.
CREATE TABLE submission_content (
    submission TEXT NOT NULL PRIMARY KEY,
    bytes      BLOB NOT NULL,
    bcc        TEXT NOT NULL
) STRICT;

CREATE TABLE submission_recipients (
    submission TEXT    NOT NULL,
    position   INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    state      TEXT    NOT NULL,             -- waiting, accepted, later, refused
    said       TEXT    NOT NULL,
    PRIMARY KEY (submission, position)
) STRICT;

CREATE TABLE submission_approvers (
    submission TEXT NOT NULL,
    approver   TEXT NOT NULL,                -- canonical address
    PRIMARY KEY (submission, approver)
) STRICT;
CREATE INDEX submission_approvers_by_approver ON submission_approvers (approver);

CREATE TABLE submission_decisions (
    submission TEXT    NOT NULL,
    round      INTEGER NOT NULL,
    decided_by TEXT    NOT NULL,
    decision   TEXT    NOT NULL,             -- release, reject
    at         INTEGER NOT NULL,
    PRIMARY KEY (submission, round, decided_by)
) STRICT;

-- Passes that the milter honours once, for what the web has judged already.
CREATE TABLE spent_passes (
    pass BLOB    NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT;
