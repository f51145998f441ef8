-- Backups and rehearsals of instances, and the sealed keys of their repositories.
CREATE SCHEMA backup;
GRANT USAGE ON SCHEMA backup TO casemate_control;

-- The version of what agents are ordered to do.
CREATE TABLE backup.version (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    number bigint NOT NULL
);
INSERT INTO backup.version (number) VALUES (1);

-- One instance in one technology at one site. Without this row nobody reads its copies any more.
CREATE TABLE backup.repository (
    instance_id text NOT NULL,
    engine      text NOT NULL,
    site        text NOT NULL,
    sealed_key  bytea NOT NULL,                  -- under the customer's key in the vault
    made_at     timestamptz NOT NULL,
    PRIMARY KEY (instance_id, engine, site)
);

CREATE TABLE backup.task (
    id          text PRIMARY KEY,
    kind        text NOT NULL CHECK (kind IN ('backup', 'rehearsal')),
    instance_id text NOT NULL,
    reason      text NOT NULL CHECK (reason IN ('daily', 'asked')),
    ordered_at  timestamptz NOT NULL,
    engine      text NOT NULL,                   -- of a rehearsal: which copy, and what was recorded of it
    site        text NOT NULL,
    copy        text NOT NULL,
    manifest    text NOT NULL,
    started_at  timestamptz,
    ended_at    timestamptz,
    done        boolean NOT NULL DEFAULT false,
    detail      text NOT NULL DEFAULT '',
    files       bigint NOT NULL DEFAULT 0,
    bytes       bigint NOT NULL DEFAULT 0,
    CHECK (ended_at IS NOT NULL OR NOT done)
);
CREATE INDEX task_instance ON backup.task (instance_id, ordered_at DESC);
CREATE INDEX task_open ON backup.task (ordered_at) WHERE ended_at IS NULL;
-- One backup of an instance at a time.
CREATE UNIQUE INDEX task_one_open ON backup.task (instance_id) WHERE ended_at IS NULL AND kind = 'backup';

CREATE TABLE backup.copy (
    task_id     text NOT NULL REFERENCES backup.task (id),
    engine      text NOT NULL,
    site        text NOT NULL,
    done        boolean NOT NULL,
    copy        text NOT NULL,
    added_bytes bigint NOT NULL,
    removed     integer NOT NULL,
    kept        integer NOT NULL,
    millis      bigint NOT NULL,
    detail      text NOT NULL,
    PRIMARY KEY (task_id, engine, site)
);

GRANT SELECT, UPDATE ON backup.version TO casemate_control;
GRANT SELECT, INSERT, DELETE ON backup.repository, backup.copy TO casemate_control;
GRANT SELECT, INSERT, UPDATE, DELETE ON backup.task TO casemate_control;
