-- Who left a list by themselves and who came back: a row each time, never changed. The latest row of a list
-- and a person says how it stands, whatever the list's source says of its members.

CREATE TABLE departures (
    id      INTEGER NOT NULL PRIMARY KEY,
    at      INTEGER NOT NULL,
    list    INTEGER NOT NULL,
    person  INTEGER NOT NULL,
    left_it INTEGER NOT NULL,                -- 1: left; 0: came back
    version INTEGER NOT NULL                 -- of the directory, with this change
) STRICT;
CREATE INDEX departures_by_person ON departures (person, list, id);
CREATE INDEX departures_by_version ON departures (version);
