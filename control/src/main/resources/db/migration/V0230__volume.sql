-- The sealed keys of instances' volumes.
CREATE SCHEMA volume;
GRANT USAGE ON SCHEMA volume TO casemate_control;

-- Without this row nobody reads the volume any more. The id of the key that sealed it is in it.
CREATE TABLE volume.volume (
    instance_id text PRIMARY KEY,
    sealed_key  bytea NOT NULL,                  -- under the customer's key in the vault
    made_at     timestamptz NOT NULL
);

GRANT SELECT, INSERT, DELETE ON volume.volume TO casemate_control;
