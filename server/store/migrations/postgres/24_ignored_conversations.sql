-- Conversations that a reader ignores: keyed hashes, which say nothing of what they are.

CREATE TABLE ignored_conversations (
    account TEXT COLLATE "C" NOT NULL,
    root    BYTEA            NOT NULL,       -- keyed hash of the account and the thread's first id
    at      BIGINT           NOT NULL,
    PRIMARY KEY (account, root)
);
