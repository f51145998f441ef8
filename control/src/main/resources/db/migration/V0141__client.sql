-- OpenID Connect for hosted applications. A code and a token lie here as hashes only, for minutes; with the portal's session
-- or the membership their row goes.
CREATE SCHEMA client;
GRANT USAGE ON SCHEMA client TO casemate_control;

CREATE TABLE client.code (
    id              text PRIMARY KEY,
    instance_id     text NOT NULL,
    session_id      text NOT NULL REFERENCES signin.session (id) ON DELETE CASCADE,
    person_id       text NOT NULL,
    customer_id     text NOT NULL,
    claims          jsonb NOT NULL,               -- what the application will learn of the person
    redirect_uri    text NOT NULL,
    scopes          text NOT NULL,
    challenge       text NOT NULL,
    nonce           text NOT NULL,
    code_hash       bytea NOT NULL UNIQUE,
    code_issued_at  timestamptz NOT NULL,
    code_expires_at timestamptz NOT NULL,
    spent_at        timestamptz,
    token_hash      bytea UNIQUE,
    token_issued_at timestamptz,
    token_until     timestamptz,
    revoked_at      timestamptz,
    FOREIGN KEY (person_id, customer_id) REFERENCES account.member (person_id, customer_id) ON DELETE CASCADE
);
CREATE INDEX code_member ON client.code (customer_id, person_id);
CREATE INDEX code_session ON client.code (session_id);
CREATE INDEX code_expires ON client.code (code_expires_at);

-- Keys that sign ID tokens; the private half sealed under a key that is not in the database.
CREATE TABLE client.signing_key (
    id         text PRIMARY KEY,
    spki       bytea NOT NULL,
    sealed     bytea NOT NULL,
    made_at    timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON client.code TO casemate_control;
GRANT SELECT, INSERT, DELETE ON client.signing_key TO casemate_control;
