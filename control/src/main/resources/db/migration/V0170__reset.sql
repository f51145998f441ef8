-- Links to another password. The link is in a letter; here is its hash.
CREATE SCHEMA reset;
GRANT USAGE ON SCHEMA reset TO casemate_control;

CREATE TABLE reset.request (
    token_hash bytea PRIMARY KEY,
    person_id  text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    email      text NOT NULL,            -- where the letter went: it counts while that is the person's address
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX request_person ON reset.request (person_id);
CREATE INDEX request_expiry ON reset.request (expires_at);

GRANT SELECT, INSERT, DELETE ON reset.request TO casemate_control;
