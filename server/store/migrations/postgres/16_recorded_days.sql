-- Days (since 1970 in the organisation's time zone) on which the size of every list was recorded, so that of
-- several nodes one does it.

CREATE TABLE recorded_days (
    day BIGINT NOT NULL PRIMARY KEY,
    at  BIGINT NOT NULL
);
