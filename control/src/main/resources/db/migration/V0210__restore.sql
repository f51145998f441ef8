-- Restores of instances: asked for, waiting for what must come first, ordered, over.
CREATE SCHEMA restore;
GRANT USAGE ON SCHEMA restore TO casemate_control;

CREATE TABLE restore.restore (
    id          text PRIMARY KEY,
    instance_id text NOT NULL,                   -- whose data is replaced
    source_id   text NOT NULL,                   -- whose backup it is; another one's for a copy beside it
    backup      text NOT NULL,
    engine      text NOT NULL,                   -- wanted; empty for any
    site        text NOT NULL,
    before      text NOT NULL,                   -- the backup of the present state; empty for a copy beside
    state       text NOT NULL CHECK (state IN ('waiting', 'ordered', 'done', 'failed')),
    step        text NOT NULL DEFAULT '',        -- how far the agent said it is
    used        text NOT NULL DEFAULT '',        -- the copy that was used: technology and site
    detail      text NOT NULL DEFAULT '',
    asked_at    timestamptz NOT NULL,
    ended_at    timestamptz,
    CHECK ((ended_at IS NULL) = (state IN ('waiting', 'ordered')))
);
CREATE INDEX restore_instance ON restore.restore (instance_id, asked_at DESC);
CREATE INDEX restore_source ON restore.restore (source_id, asked_at DESC);
-- One restore of an instance at a time.
CREATE UNIQUE INDEX restore_one_open ON restore.restore (instance_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON restore.restore TO casemate_control;

ALTER TABLE backup.task DROP CONSTRAINT task_reason_check;
ALTER TABLE backup.task ADD CONSTRAINT task_reason_check CHECK (reason IN ('daily', 'asked', 'restore'));
