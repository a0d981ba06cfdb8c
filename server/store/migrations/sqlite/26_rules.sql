-- Lists made here by a rule: each proposal with how it stands, and who approved of it for how many.

CREATE TABLE rule_proposals (
    id      INTEGER NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    who     TEXT    NOT NULL,                -- canonical address of who proposed it
    address TEXT    NOT NULL,                -- canonical address of the list
    draft   TEXT    NOT NULL,                -- JSON, as it was written
    people  INTEGER NOT NULL,                -- whom it reached then
    reason  TEXT    NOT NULL,
    state   TEXT    NOT NULL,                -- waiting, active, replaced, withdrawn, removed
    settled INTEGER NOT NULL                 -- when it came to stand so
) STRICT;
CREATE UNIQUE INDEX one_rule_waits ON rule_proposals (address) WHERE state = 'waiting';
CREATE UNIQUE INDEX one_rule_is_active ON rule_proposals (address) WHERE state = 'active';

CREATE TABLE rule_approvals (
    proposal INTEGER NOT NULL,
    who      TEXT    NOT NULL,
    at       INTEGER NOT NULL,
    people   INTEGER NOT NULL,               -- for so many
    PRIMARY KEY (proposal, who)
) STRICT;
