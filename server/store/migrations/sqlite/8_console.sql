-- What an administrator looks things up in: the audit of every act, and the record of judgements by code.

CREATE TABLE audit (
    id     INTEGER NOT NULL PRIMARY KEY,
    at     INTEGER NOT NULL,
    who    TEXT    NOT NULL,                 -- canonical address; empty: Levee itself, or the command line
    name   TEXT    NOT NULL,                 -- as the directory had it then
    acting TEXT    NOT NULL,                 -- in which role: administrator, approver, command line, levee
    act    TEXT    NOT NULL,                 -- policy.save, role.grant, ...
    object TEXT    NOT NULL,                 -- on what: a version, an address, a reference
    detail TEXT    NOT NULL,                 -- what was changed, in codes and numbers
    reason TEXT    NOT NULL                  -- as given; empty: none is asked for
) STRICT;
CREATE INDEX audit_by_act ON audit (act, id);
CREATE TRIGGER audit_entries_are_not_changed BEFORE UPDATE ON audit BEGIN
    SELECT RAISE(ABORT, 'entries of the audit are not changed');
END;
CREATE TRIGGER audit_entries_are_not_removed BEFORE DELETE ON audit BEGIN
    SELECT RAISE(ABORT, 'entries of the audit are not removed');
END;

-- Who gave a role: an address, or empty for what a source said.
ALTER TABLE roles ADD COLUMN granted_by TEXT NOT NULL DEFAULT '';

-- What the ruling would have been if nothing were only observed.
ALTER TABLE judgements ADD COLUMN enforced TEXT NOT NULL DEFAULT '';
UPDATE judgements SET enforced = ruling;
CREATE INDEX judgements_by_enforced ON judgements (enforced, id);

CREATE TABLE judgement_codes (
    code      TEXT    NOT NULL,
    judgement INTEGER NOT NULL,
    PRIMARY KEY (code, judgement)
) STRICT, WITHOUT ROWID;
CREATE INDEX judgement_codes_by_judgement ON judgement_codes (judgement);
INSERT OR IGNORE INTO judgement_codes (code, judgement)
    SELECT finding.value ->> 'code', judgements.id FROM judgements, json_each(judgements.findings) AS finding;
CREATE TRIGGER codes_go_with_their_judgement AFTER DELETE ON judgements BEGIN
    DELETE FROM judgement_codes WHERE judgement = old.id;
END;
