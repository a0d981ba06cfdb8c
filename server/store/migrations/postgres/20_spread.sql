-- What the spread of recorded messages is counted from, without reading what each was made of.

DROP INDEX judgements_by_at;
CREATE INDEX judgements_by_at ON judgements (at, outcome, kind, people, external, disclosed, size, sender);
