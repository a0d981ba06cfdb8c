-- The top-level lists of an accepted message by canonical address, one a line: lists of other organisations are
-- among them, and they have no number of ours.

ALTER TABLE accepted_messages ADD COLUMN list_addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE accepted_messages DROP COLUMN lists;
ALTER TABLE storms ADD COLUMN list_addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE storms DROP COLUMN lists;
