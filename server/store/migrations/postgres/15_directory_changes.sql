-- What was changed with each version of the directory: whoever keeps it in memory reads only that again.
-- The last ten thousand versions are kept.

CREATE TABLE directory_changes (
    version BIGINT           NOT NULL,
    what    BIGINT           NOT NULL,                       -- 0 more than is told, 1 person, 2 list, 3 roles of an address, 4 daily sizes
    number  BIGINT           NOT NULL,                       -- of the person or list, else 0
    address TEXT COLLATE "C" NOT NULL,                       -- whose roles, else empty
    PRIMARY KEY (version, what, number, address)
);
