-- Every change: who, what, on what, when. The running program may add and read; nobody but the owner could change a row.
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO casemate_control;

CREATE TABLE audit.event (
    number  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    action  text NOT NULL,
    object  text NOT NULL,
    detail  jsonb NOT NULL,
    request text
);
CREATE INDEX event_object ON audit.event (object, number);

GRANT SELECT, INSERT ON audit.event TO casemate_control;
