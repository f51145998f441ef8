-- Requests of customers and their people for a copy of their data or for its deletion: who asked, what has become of it, and by when it
-- must be done. What carries them out takes them from here. No references: a request outlives those whom it deletes, without name or
-- address.
CREATE SCHEMA request;
GRANT USAGE ON SCHEMA request TO casemate_control;

CREATE TABLE request.request (
    id        text PRIMARY KEY,
    kind      text NOT NULL CHECK (kind IN ('export', 'deletion', 'own-deletion')),
    subject   text NOT NULL,            -- the customer; of own-deletion, the person
    asker     text NOT NULL,            -- who asked
    state     text NOT NULL CHECK (state IN ('asked', 'taken', 'done', 'cancelled')),
    asked_at  timestamptz NOT NULL,
    ripe_at   timestamptz NOT NULL,     -- not to be carried out before: until then it cools off
    due_at    timestamptz NOT NULL,     -- to be carried out by then, as the policy in force promised at that time
    taken_at  timestamptz,
    ended_at  timestamptz,
    CHECK (ripe_at >= asked_at AND due_at >= ripe_at),
    CHECK ((state = 'asked') = (taken_at IS NULL AND ended_at IS NULL)),
    CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL))
);
-- One open request of a kind at a time.
CREATE UNIQUE INDEX request_open ON request.request (subject, kind) WHERE state IN ('asked', 'taken');
-- What must be done next.
CREATE INDEX request_due ON request.request (due_at, id) WHERE state IN ('asked', 'taken');
CREATE INDEX request_subject ON request.request (subject, id);

GRANT SELECT, INSERT ON request.request TO casemate_control;
GRANT UPDATE (state, taken_at, ended_at) ON request.request TO casemate_control;
