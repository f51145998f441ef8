-- What reading all data again found damaged, and the backups that are made because of it.
CREATE TABLE backup.damage (
    task_id     text NOT NULL REFERENCES backup.task (id),  -- the backup after which it was read
    engine      text NOT NULL,
    site        text NOT NULL,
    instance_id text NOT NULL,
    what        text NOT NULL,                   -- one line: files at the site and what is wrong with them
    copies      text[] NOT NULL,                 -- those that are not whole because of it
    found_at    timestamptz NOT NULL,
    PRIMARY KEY (task_id, engine, site)
);
CREATE INDEX damage_instance ON backup.damage (instance_id, engine, site);
GRANT SELECT, INSERT, DELETE ON backup.damage TO casemate_control;

ALTER TABLE backup.task DROP CONSTRAINT task_reason_check;
ALTER TABLE backup.task ADD CONSTRAINT task_reason_check CHECK (reason IN ('daily', 'asked', 'restore', 'damage'));
