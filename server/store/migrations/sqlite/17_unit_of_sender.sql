-- The unit of a judgement's sender, for those who administer that unit; empty: none, or from before.

ALTER TABLE judgements ADD COLUMN unit TEXT NOT NULL DEFAULT '';
CREATE INDEX judgements_by_unit ON judgements (unit, id) WHERE unit <> '';
