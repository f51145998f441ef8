-- On which hosts there is anything of an instance that has, or had, a standby: what is to go, is asked for until its
-- host has said that it is gone.
CREATE TABLE replica.place (
    instance_id text NOT NULL,
    host        text NOT NULL,
    leaving_at  timestamptz,                    -- when it was ordered to go
    gone_at     timestamptz,                    -- when the host said that it has
    PRIMARY KEY (instance_id, host)
);
INSERT INTO replica.place (instance_id, host)
    SELECT instance_id, unnest(ARRAY[home, primary_host, standby_host]) FROM replica.replica
    ON CONFLICT DO NOTHING;

GRANT SELECT, INSERT, UPDATE, DELETE ON replica.place TO casemate_control;
