-- Erasures of customers and of their people. Rows hold numbers, never a name: they outlive what they erased, and are
-- what keeps an older copy of the database from bringing it back.
CREATE SCHEMA erasure;
GRANT USAGE ON SCHEMA erasure TO casemate_control;

CREATE TABLE erasure.erasure (
    id         text PRIMARY KEY,
    of         text NOT NULL CHECK (of IN ('customer', 'person')),
    subject    text NOT NULL,
    cause      text NOT NULL CHECK (cause IN ('clock', 'request', 'tombstone', 'drill')),
    request_id text,                             -- of room request
    step       text NOT NULL,                    -- the one that is to be done next; 'done' after the last
    run        bigint NOT NULL DEFAULT 0,        -- rises with every claim: who lost it records nothing
    due_at     timestamptz NOT NULL,             -- nobody else takes it before: a lease, and a pause after a failure
    tries      integer NOT NULL DEFAULT 0,
    told       text NOT NULL DEFAULT '',         -- why it does not go on
    begun_at   timestamptz NOT NULL,
    ended_at   timestamptz,
    sample     bytea,                            -- sealed under the key that goes; only kept to try it
    readers    bytea,                            -- who is told at the end, under the platform's key; gone with the letter
    leaf       text,                             -- of the certificate in the ledger
    CHECK ((ended_at IS NOT NULL) = (step = 'done')),
    CHECK (ended_at IS NULL OR (sample IS NULL AND readers IS NULL))
);
CREATE UNIQUE INDEX erasure_open ON erasure.erasure (subject) WHERE ended_at IS NULL;
CREATE INDEX erasure_due ON erasure.erasure (due_at) WHERE ended_at IS NULL;
CREATE INDEX erasure_subject ON erasure.erasure (subject);

-- Intent before act, outcome after it.
CREATE TABLE erasure.step (
    erasure_id  text NOT NULL REFERENCES erasure.erasure (id),
    step        text NOT NULL,
    intended_at timestamptz NOT NULL,
    done_at     timestamptz,
    outcome     jsonb NOT NULL DEFAULT '{}',     -- figures
    PRIMARY KEY (erasure_id, step)
);

-- What hosts are asked to remove from one site, and to search there afterwards.
CREATE TABLE erasure.sweep (
    id          text PRIMARY KEY,
    erasure_id  text NOT NULL REFERENCES erasure.erasure (id),
    instance_id text NOT NULL,
    site        text NOT NULL,
    ordered_at  timestamptz NOT NULL,
    ended_at    timestamptz,
    removed     bigint NOT NULL DEFAULT 0,
    found       bigint NOT NULL DEFAULT 0,       -- still there after the removal
    detail      text NOT NULL DEFAULT ''
);
CREATE INDEX sweep_erasure ON erasure.sweep (erasure_id);
CREATE INDEX sweep_open ON erasure.sweep (ordered_at) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON erasure.erasure, erasure.step, erasure.sweep TO casemate_control;
-- Canaries of drills are taken away.
GRANT DELETE ON erasure.erasure, erasure.step, erasure.sweep TO casemate_control;

-- What went by itself with the customer's row is also asked for by name.
GRANT DELETE ON provision.tally TO casemate_control;
