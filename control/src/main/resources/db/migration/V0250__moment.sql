-- How far databases' own logs are copied, and restores that go on from a backup to a moment.
CREATE TABLE backup.log (
    lineage     text PRIMARY KEY,                -- an unbroken line of pieces at one site
    instance_id text NOT NULL,
    site        text NOT NULL,
    chunks      bigint NOT NULL,                 -- how many pieces it had when its agent last told
    since       timestamptz NOT NULL,            -- where the line begins
    through     timestamptz NOT NULL,            -- what was committed before this is at the site
    detail      text NOT NULL,                   -- why it does not go on
    told_at     timestamptz NOT NULL
);
CREATE INDEX log_instance ON backup.log (instance_id, through DESC);
GRANT SELECT, INSERT, UPDATE, DELETE ON backup.log TO casemate_control;

ALTER TABLE restore.restore ADD COLUMN moment_at timestamptz;               -- empty for the backup as it is
ALTER TABLE restore.restore ADD COLUMN lineage text NOT NULL DEFAULT '';    -- of the log that leads there
