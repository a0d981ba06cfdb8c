-- What a judgement was made of, without content, so that it can be made again under another policy.

ALTER TABLE judgements ADD COLUMN record TEXT NOT NULL DEFAULT '';      -- JSON; empty: too few people for any rule
