-- Lists to which nobody may write for now, by address: whatever a source says of a list, and under whatever number.

CREATE TABLE suspensions (
    address TEXT COLLATE "C" NOT NULL PRIMARY KEY,           -- canonical
    at      BIGINT           NOT NULL,
    who     TEXT COLLATE "C" NOT NULL,                       -- canonical address of who did
    reason  TEXT COLLATE "C" NOT NULL
);
