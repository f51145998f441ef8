-- Second factors. Secrets are sealed under a key outside the database; recovery codes are hashes.
CREATE SCHEMA factor;
GRANT USAGE ON SCHEMA factor TO casemate_control;

CREATE TABLE factor.generator (
    id           text PRIMARY KEY,
    person_id    text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    method       text NOT NULL CHECK (method IN ('totp', 'hotp')),
    algorithm    text NOT NULL CHECK (algorithm IN ('SHA1', 'SHA256')),
    name         text NOT NULL,
    sealed       bytea NOT NULL,
    position     bigint NOT NULL,           -- the last step or count whose code was accepted; -1 for none
    created_at   timestamptz NOT NULL,
    confirmed_at timestamptz,               -- null: its owner has not shown a first code yet
    last_used_at timestamptz
);
CREATE INDEX generator_person ON factor.generator (person_id);

CREATE TABLE factor.recovery_code (
    person_id  text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    hash       bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (person_id, hash)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON factor.generator TO casemate_control;
GRANT SELECT, INSERT, DELETE ON factor.recovery_code TO casemate_control;
