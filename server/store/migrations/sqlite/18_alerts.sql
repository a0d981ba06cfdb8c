-- What programs outside are told of, one row a receiver: kept until it was taken.

CREATE TABLE alerts (
    id       INTEGER NOT NULL PRIMARY KEY,
    receiver TEXT    NOT NULL,               -- webhook, syslog
    occasion TEXT    NOT NULL,               -- what happened, as storm:LV-7K3F-20QD; told once
    at       INTEGER NOT NULL,               -- when it happened
    body     TEXT    NOT NULL,               -- JSON
    attempts INTEGER NOT NULL DEFAULT 0,
    due      INTEGER NOT NULL,               -- not before; while somebody tries, the end of the claim
    taken    INTEGER NOT NULL DEFAULT 0,     -- when it was taken; 0: not yet
    UNIQUE (receiver, occasion)
) STRICT;
CREATE INDEX alerts_by_due ON alerts (receiver, due) WHERE taken = 0;
