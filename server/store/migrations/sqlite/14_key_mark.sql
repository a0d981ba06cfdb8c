-- Which key file the store is used with: what it seals and hashes is of no use under another.

CREATE TABLE key_mark (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    mark     BLOB    NOT NULL                -- keyed hash of nothing; says nothing of the key
) STRICT;
