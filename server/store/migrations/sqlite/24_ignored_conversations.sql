-- Conversations that a reader ignores: keyed hashes, which say nothing of what they are.

CREATE TABLE ignored_conversations (
    account TEXT    NOT NULL,
    root    BLOB    NOT NULL,                -- keyed hash of the account and the thread's first id
    at      INTEGER NOT NULL,
    PRIMARY KEY (account, root)
) STRICT, WITHOUT ROWID;
