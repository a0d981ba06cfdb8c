-- What other mail programs sent and is held here, and the notices that Levee sends in its own name.
-- A submission of another mail program that is not sent gets the state `kept`: its bytes stay for its author.

ALTER TABLE submissions ADD COLUMN via TEXT NOT NULL DEFAULT 'page';       -- page, mail_program, levee
ALTER TABLE submissions ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0;      -- 1: its author marked it important
ALTER TABLE submissions ADD COLUMN returned TEXT NOT NULL DEFAULT '';      -- JSON: why it was not sent, where it is no draft
ALTER TABLE submissions ADD COLUMN about TEXT NOT NULL DEFAULT '';         -- notices: the submission that they tell of
CREATE INDEX submissions_by_about ON submissions (about) WHERE about <> '';
