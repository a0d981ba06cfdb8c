-- Everything, as the thirteen steps for SQLite make it. Texts are compared byte by byte, as SQLite does; times are
-- seconds since 1970 (UTC).

CREATE TABLE sessions (
    token_hash BYTEA            NOT NULL PRIMARY KEY,
    account    TEXT COLLATE "C" NOT NULL,                    -- canonical address
    credential BYTEA            NOT NULL,                    -- sealed
    created    BIGINT           NOT NULL,
    seen       BIGINT           NOT NULL,
    expires    BIGINT           NOT NULL
);
CREATE INDEX sessions_by_account ON sessions (account);
CREATE INDEX sessions_by_expires ON sessions (expires);

CREATE TABLE sign_in_attempts (
    subject TEXT COLLATE "C" NOT NULL PRIMARY KEY,           -- an account or a peer, as the caller names it
    count   BIGINT           NOT NULL,                       -- since the last quiet window
    latest  BIGINT           NOT NULL
);
CREATE INDEX sign_in_attempts_by_latest ON sign_in_attempts (latest);

CREATE TABLE people (
    id      BIGINT           NOT NULL PRIMARY KEY,
    source  TEXT COLLATE "C" NOT NULL,
    key     TEXT COLLATE "C" NOT NULL,
    kind    BIGINT           NOT NULL,                       -- 0 person, 1 shared mailbox, 2 outside, 3 outside list
    address TEXT COLLATE "C" NOT NULL,
    aliases TEXT COLLATE "C" NOT NULL,                       -- one a line
    name    TEXT COLLATE "C" NOT NULL,
    title   TEXT COLLATE "C" NOT NULL,
    unit    TEXT COLLATE "C" NOT NULL,
    site    TEXT COLLATE "C" NOT NULL,
    gone    BIGINT           NOT NULL                        -- when it left its source; 0: it is there
);
CREATE UNIQUE INDEX people_by_key ON people (source, key);

CREATE TABLE lists (
    id      BIGINT           NOT NULL PRIMARY KEY,
    source  TEXT COLLATE "C" NOT NULL,
    key     TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    aliases TEXT COLLATE "C" NOT NULL,                       -- one a line
    name    TEXT COLLATE "C" NOT NULL,
    members BYTEA            NOT NULL,                       -- set of people ids, in the caller's portable form
    nested  BYTEA            NOT NULL,                       -- list ids, 4 bytes each, little-endian
    record  TEXT COLLATE "C" NOT NULL,                       -- JSON: kind, rule, scope, senders, owners, moderators, availability
    gone    BIGINT           NOT NULL
);
CREATE UNIQUE INDEX lists_by_key ON lists (source, key);

CREATE TABLE list_governance (
    list         BIGINT NOT NULL PRIMARY KEY,
    declared     BIGINT NOT NULL,
    created      BIGINT NOT NULL,
    rule_changed BIGINT NOT NULL,
    acknowledged BIGINT NOT NULL,
    released     BIGINT NOT NULL,
    mta_size     BIGINT NOT NULL
);

CREATE TABLE list_daily_sizes (
    list BIGINT NOT NULL,
    day  BIGINT NOT NULL,                                    -- days since 1970 in the organisation's time zone
    size BIGINT NOT NULL,
    PRIMARY KEY (list, day)
);

CREATE TABLE roles (
    address    TEXT COLLATE "C" NOT NULL,                    -- canonical
    role       TEXT COLLATE "C" NOT NULL,
    granted    BIGINT           NOT NULL,
    granted_by TEXT COLLATE "C" NOT NULL DEFAULT '',
    PRIMARY KEY (address, role)
);

CREATE TABLE correspondents (
    account TEXT COLLATE "C" NOT NULL,
    address TEXT COLLATE "C" NOT NULL,
    name    TEXT COLLATE "C" NOT NULL,                       -- may be empty
    latest  BIGINT           NOT NULL,
    times   BIGINT           NOT NULL,
    PRIMARY KEY (account, address)
);
CREATE INDEX correspondents_by_latest ON correspondents (account, latest);

CREATE TABLE allowed_pairs (
    source TEXT COLLATE "C" NOT NULL,
    owner  TEXT COLLATE "C" NOT NULL,
    member TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (source, owner, member)
);

CREATE TABLE drafts (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account  TEXT COLLATE "C" NOT NULL,
    version  BIGINT           NOT NULL,                      -- raised by each save
    draft    TEXT COLLATE "C" NOT NULL,                      -- JSON
    saved    BIGINT           NOT NULL,
    returned TEXT COLLATE "C" NOT NULL                       -- JSON: why it came back; empty: it did not
);
CREATE INDEX drafts_by_account ON drafts (account, saved);

CREATE TABLE submissions (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,     -- the draft's id
    account       TEXT COLLATE "C" NOT NULL,
    sender        BIGINT           NOT NULL,                 -- person id
    draft         TEXT COLLATE "C" NOT NULL,                 -- JSON, as handed over
    draft_version BIGINT           NOT NULL,
    message_id    TEXT COLLATE "C" NOT NULL,
    return_path   TEXT COLLATE "C" NOT NULL,
    bytes_hash    BYTEA            NOT NULL,
    people        BIGINT           NOT NULL,
    external      BIGINT           NOT NULL,
    verdict       TEXT COLLATE "C" NOT NULL,                 -- JSON
    judged        TEXT COLLATE "C" NOT NULL,                 -- JSON: what is needed to judge it again
    approved      TEXT COLLATE "C" NOT NULL,                 -- JSON: what approvers let pass
    reference     TEXT COLLATE "C" NOT NULL,                 -- of its judgement
    state         TEXT COLLATE "C" NOT NULL,
    submitted     BIGINT           NOT NULL,
    due           BIGINT           NOT NULL,
    attempts      BIGINT           NOT NULL,                 -- raised before each attempt
    fence         BIGINT           NOT NULL,                 -- raised by each claim
    said          TEXT COLLATE "C" NOT NULL,                 -- what the relay said last
    settled       BIGINT           NOT NULL,                 -- when the relay accepted it; 0: it has not
    round         BIGINT           NOT NULL,                 -- of approval
    approvers     BIGINT           NOT NULL,                 -- how many have to agree
    approver_role BIGINT           NOT NULL,                 -- 1: who has the role decides
    blind         BIGINT           NOT NULL,                 -- 1: approvers decide without the content
    credential    BYTEA            NOT NULL,                 -- sealed; empty once settled
    via           TEXT COLLATE "C" NOT NULL DEFAULT 'page',
    urgent        BIGINT           NOT NULL DEFAULT 0,
    returned      TEXT COLLATE "C" NOT NULL DEFAULT '',
    about         TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX submissions_by_account ON submissions (account, submitted);
CREATE INDEX submissions_by_due ON submissions (state, due);
CREATE INDEX submissions_by_about ON submissions (about) WHERE about <> '';

CREATE TABLE submission_content (
    submission TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    bytes      BYTEA            NOT NULL,
    bcc        TEXT COLLATE "C" NOT NULL
);

CREATE TABLE submission_recipients (
    submission TEXT COLLATE "C" NOT NULL,
    position   BIGINT           NOT NULL,
    address    TEXT COLLATE "C" NOT NULL,
    state      TEXT COLLATE "C" NOT NULL,                    -- waiting, accepted, later, refused
    said       TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (submission, position)
);

CREATE TABLE submission_approvers (
    submission TEXT COLLATE "C" NOT NULL,
    approver   TEXT COLLATE "C" NOT NULL,                    -- canonical address
    PRIMARY KEY (submission, approver)
);
CREATE INDEX submission_approvers_by_approver ON submission_approvers (approver);

CREATE TABLE submission_decisions (
    submission TEXT COLLATE "C" NOT NULL,
    round      BIGINT           NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL,
    decision   TEXT COLLATE "C" NOT NULL,                    -- release, reject
    at         BIGINT           NOT NULL,
    PRIMARY KEY (submission, round, decided_by)
);

CREATE TABLE spent_passes (
    pass BYTEA  NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);

CREATE TABLE accepted_messages (
    id             BIGINT           GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    submission     TEXT COLLATE "C" NOT NULL,                -- empty: it came from elsewhere
    at             BIGINT           NOT NULL,
    sender         BIGINT           NOT NULL,
    people         BIGINT           NOT NULL,                -- A
    deliveries     BIGINT           NOT NULL,
    conversational BIGINT           NOT NULL,
    discussion     BIGINT           NOT NULL,
    message_id     TEXT COLLATE "C" NOT NULL,                -- empty: none
    thread_root    TEXT COLLATE "C" NOT NULL,                -- empty: none
    subject_key    BYTEA            NOT NULL,                -- keyed hash of the bare subject
    participants   BYTEA            NOT NULL,                -- set of people ids: audience and sender
    hidden         BYTEA            NOT NULL,                -- those of them reached by Bcc alone
    sketch         TEXT COLLATE "C" NOT NULL,                -- JSON: keyed hashes of words and word 3-grams; empty: too few people
    list_addresses TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX accepted_by_sender ON accepted_messages (sender, at);
CREATE INDEX accepted_by_at ON accepted_messages (at, people);
CREATE INDEX accepted_by_message_id ON accepted_messages (message_id);
CREATE INDEX accepted_by_submission ON accepted_messages (submission);

CREATE TABLE storms (
    id             BIGINT           GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    tripped        BIGINT           NOT NULL,
    until          BIGINT           NOT NULL,
    released       BIGINT           NOT NULL,                -- when an administrator released it; 0: not
    thread_root    TEXT COLLATE "C" NOT NULL,
    participants   BYTEA            NOT NULL,
    subject_key    BYTEA            NOT NULL,
    list_addresses TEXT COLLATE "C" NOT NULL DEFAULT '',
    people         BIGINT           NOT NULL DEFAULT 0,
    replies        BIGINT           NOT NULL DEFAULT 0,
    senders        BIGINT           NOT NULL DEFAULT 0,
    thread         BYTEA            NOT NULL DEFAULT ''
);
CREATE INDEX storms_by_until ON storms (until);

CREATE TABLE judgements (
    id        BIGINT           GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    reference TEXT COLLATE "C" NOT NULL,
    at        BIGINT           NOT NULL,
    sender    BYTEA            NOT NULL,                     -- pseudonym: keyed hash
    kind      TEXT COLLATE "C" NOT NULL,
    channel   TEXT COLLATE "C" NOT NULL,
    people    BIGINT           NOT NULL,
    external  BIGINT           NOT NULL,
    disclosed BIGINT           NOT NULL,
    size      BIGINT           NOT NULL,
    lists     TEXT COLLATE "C" NOT NULL,                     -- JSON: address and size
    thread    BYTEA            NOT NULL,                     -- keyed hash of the thread root; empty: none
    ruling    TEXT COLLATE "C" NOT NULL,
    findings  TEXT COLLATE "C" NOT NULL,                     -- JSON
    policy    BIGINT           NOT NULL,
    outcome   TEXT COLLATE "C" NOT NULL,
    enforced  TEXT COLLATE "C" NOT NULL DEFAULT '',
    record    TEXT COLLATE "C" NOT NULL DEFAULT ''
);
CREATE INDEX judgements_by_reference ON judgements (reference);
CREATE INDEX judgements_by_at ON judgements (at);
CREATE INDEX judgements_by_enforced ON judgements (enforced, id);

CREATE TABLE policies (
    version BIGINT           NOT NULL PRIMARY KEY,
    policy  TEXT COLLATE "C" NOT NULL,                       -- JSON
    author  TEXT COLLATE "C" NOT NULL,                       -- JSON of a contact; empty for the first
    at      BIGINT           NOT NULL,
    reason  TEXT COLLATE "C" NOT NULL
);

CREATE TABLE emergency_stop (
    only_row BIGINT           NOT NULL PRIMARY KEY CHECK (only_row = 1),
    scope    TEXT COLLATE "C" NOT NULL,                      -- nothing, replies, everything
    set_by   TEXT COLLATE "C" NOT NULL,
    at       BIGINT           NOT NULL,
    name     TEXT COLLATE "C" NOT NULL DEFAULT '',
    reason   TEXT COLLATE "C" NOT NULL DEFAULT ''
);

CREATE TABLE directory_version (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    version  BIGINT NOT NULL
);

CREATE TABLE departures (
    id      BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    list    BIGINT NOT NULL,
    person  BIGINT NOT NULL,
    left_it BIGINT NOT NULL,                                 -- 1: left; 0: came back
    version BIGINT NOT NULL                                  -- of the directory, with this change
);
CREATE INDEX departures_by_person ON departures (person, list, id);
CREATE INDEX departures_by_version ON departures (version);

CREATE TABLE draft_files (
    draft        TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    account      TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    content_type TEXT COLLATE "C" NOT NULL,
    size         BIGINT           NOT NULL,
    at           BIGINT           NOT NULL,                  -- when it was uploaded
    bytes        BYTEA            NOT NULL,
    PRIMARY KEY (draft, id)
);

CREATE TABLE draft_copies (
    draft        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    account      TEXT COLLATE "C" NOT NULL,
    mailbox      TEXT COLLATE "C" NOT NULL,
    uid_validity BIGINT           NOT NULL,
    uid          BIGINT           NOT NULL,
    version      BIGINT           NOT NULL                   -- of the draft when it was copied
);
CREATE INDEX draft_copies_by_account ON draft_copies (account);

CREATE TABLE signatures (
    account   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    html      TEXT COLLATE "C" NOT NULL,
    text      TEXT COLLATE "C" NOT NULL,
    in_new    BIGINT           NOT NULL,                     -- 1: new messages begin with it
    in_answer BIGINT           NOT NULL                      -- 1: answers and forwarded messages do
);

CREATE TABLE audit (
    id     BIGINT           GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    at     BIGINT           NOT NULL,
    who    TEXT COLLATE "C" NOT NULL,                        -- canonical address; empty: Levee itself, or the command line
    name   TEXT COLLATE "C" NOT NULL,                        -- as the directory had it then
    acting TEXT COLLATE "C" NOT NULL,                        -- in which role: administrator, approver, command line, levee
    act    TEXT COLLATE "C" NOT NULL,                        -- policy.save, role.grant, ...
    object TEXT COLLATE "C" NOT NULL,                        -- on what: a version, an address, a reference
    detail TEXT COLLATE "C" NOT NULL,                        -- what was changed, in codes and numbers
    reason TEXT COLLATE "C" NOT NULL                         -- as given; empty: none is asked for
);
CREATE INDEX audit_by_act ON audit (act, id);

CREATE TABLE judgement_codes (
    code      TEXT COLLATE "C" NOT NULL,
    judgement BIGINT           NOT NULL,
    PRIMARY KEY (code, judgement)
);
CREATE INDEX judgement_codes_by_judgement ON judgement_codes (judgement);

CREATE TABLE permits (
    id        BIGINT           GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    sender    BIGINT           NOT NULL,                     -- person id
    people    BIGINT           NOT NULL,                     -- at most so many
    at        BIGINT           NOT NULL,
    until     BIGINT           NOT NULL,
    given_by  TEXT COLLATE "C" NOT NULL,                     -- who gave it: canonical address
    reason    TEXT COLLATE "C" NOT NULL,
    withdrawn BIGINT           NOT NULL                      -- when; 0: it was not
);
CREATE INDEX permits_by_sender ON permits (sender, until);

INSERT INTO emergency_stop (only_row, scope, set_by, at, name, reason) VALUES (1, 'nothing', '', 0, '', '');
INSERT INTO directory_version (only_row, version) VALUES (1, 0);

ALTER TABLE judgement_codes ADD FOREIGN KEY (judgement) REFERENCES judgements (id) ON DELETE CASCADE;

CREATE FUNCTION audit_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'entries of the audit are not changed or removed';
END;
$$;
CREATE TRIGGER audit_entries_stay BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_entries_stay();
CREATE TRIGGER audit_stays BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_stay();
