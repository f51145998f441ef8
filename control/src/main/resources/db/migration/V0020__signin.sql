-- Sessions and throttling. Tokens are kept hashed: a copy of this table signs nobody in.
CREATE SCHEMA signin;
GRANT USAGE ON SCHEMA signin TO casemate_control;

CREATE TABLE signin.session (
    id           text PRIMARY KEY,
    token_hash   bytea NOT NULL UNIQUE,
    person_id    text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    operator     boolean NOT NULL,
    place        text NOT NULL,
    device       text NOT NULL,
    created_at   timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL
);
CREATE INDEX session_person ON signin.session (person_id);
CREATE INDEX session_last_used ON signin.session (last_used_at);

-- A browser that signed in before keeps its own count of failures, so that a stranger's guesses cannot lock its owner out.
CREATE TABLE signin.known_device (
    token_hash bytea PRIMARY KEY,
    person_id  text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL
);
CREATE INDEX known_device_person ON signin.known_device (person_id, created_at);

CREATE TABLE signin.failure (
    subject    bytea PRIMARY KEY,       -- a hash of the account, address or device that failed
    failures   integer NOT NULL,
    started_at timestamptz NOT NULL
);
CREATE INDEX failure_started ON signin.failure (started_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON signin.session, signin.known_device, signin.failure TO casemate_control;
