-- A version of the policy may be in force from a time to come, and be withdrawn until then.

ALTER TABLE policies ADD COLUMN holds_from BIGINT NOT NULL DEFAULT 0;     -- the first one holds at any time
ALTER TABLE policies ADD COLUMN withdrawn BIGINT NOT NULL DEFAULT 0;      -- when; 0: it was not
UPDATE policies SET holds_from = at WHERE version > 1;
