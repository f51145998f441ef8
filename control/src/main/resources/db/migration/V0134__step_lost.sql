-- Who says that their second factor is lost, and what became of it. One row for a person at a time.
CREATE TABLE step.lost (
    person_id  text PRIMARY KEY REFERENCES account.person (id) ON DELETE CASCADE,
    asked_at   timestamptz NOT NULL,
    place      text NOT NULL,               -- the network address that asked
    granted_by text,                        -- null: nobody has granted it
    due_at     timestamptz                  -- from then on their factors are gone at their next sign-in
);
CREATE INDEX lost_asked ON step.lost (asked_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON step.lost TO casemate_control;
