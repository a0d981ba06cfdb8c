-- What programs outside are told of, one row a receiver: kept until it was taken.

CREATE TABLE alerts (
    id INTEGER PRIMARY KEY,
    receiver TEXT NOT NULL,                  -- webhook, syslog
    occasion TEXT NOT NULL,                  -- what happened, as storm:LV-7K3F-20QD; told once
    at BIGINT NOT NULL,                      -- when it happened
    body TEXT NOT NULL,                      -- JSON
    attempts BIGINT NOT NULL DEFAULT 0,
    due BIGINT NOT NULL,                     -- not before; while somebody tries, the end of the claim
    taken BIGINT NOT NULL DEFAULT 0,         -- when it was taken; 0: not yet
    UNIQUE (receiver, occasion)
);
CREATE INDEX alerts_due ON alerts (receiver, due) WHERE taken = 0;
