-- Half-way in: the password was right, the second step is still to come. A row opens that step alone, for some minutes and a few
-- tries. Tokens are kept hashed: a copy of this table lets nobody go on.
CREATE SCHEMA step;
GRANT USAGE ON SCHEMA step TO casemate_control;

CREATE TABLE step.half (
    token_hash bytea PRIMARY KEY,
    person_id  text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    operator   boolean NOT NULL,
    known      boolean NOT NULL,            -- whether the browser signed in before
    tries      integer NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX half_created ON step.half (created_at);
CREATE INDEX half_person ON step.half (person_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON step.half TO casemate_control;
