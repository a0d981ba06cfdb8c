-- One row: counts the changes of people, lists and roles, so that every process sees that there was one.

CREATE TABLE directory_version (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    version  INTEGER NOT NULL
) STRICT;
INSERT INTO directory_version (only_row, version) VALUES (1, 0);
