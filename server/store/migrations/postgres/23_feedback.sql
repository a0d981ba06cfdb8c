-- Which judgements are of one message, and what its sender said of a verdict.

ALTER TABLE judgements ADD COLUMN draft BYTEA NOT NULL DEFAULT '';                -- keyed hash of its draft's id; empty: none
ALTER TABLE judgements ADD COLUMN words BYTEA NOT NULL DEFAULT '';                -- keyed hash of its words, two days; empty: none
ALTER TABLE judgements ADD COLUMN told_wrong BIGINT NOT NULL DEFAULT 0;           -- when its sender said that it was wrong; 0: not
ALTER TABLE judgements ADD COLUMN told_why TEXT COLLATE "C" NOT NULL DEFAULT '';  -- as given; empty: no reason
CREATE INDEX judgements_by_draft ON judgements (draft, id) WHERE length(draft) > 0;
CREATE INDEX judgements_with_words ON judgements (at) WHERE length(words) > 0;
CREATE INDEX judgements_told_wrong ON judgements (sender, id) WHERE told_wrong > 0;
