-- The policy in force, the drills, and the evidence on its way into the ledger.
CREATE SCHEMA policy;
GRANT USAGE ON SCHEMA policy TO casemate_control;

-- Every policy that was ever in force; the last row is in force now.
CREATE TABLE policy.version (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest     text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
    yaml       bytea NOT NULL,
    vendor     text NOT NULL,
    promises   integer NOT NULL,
    adopted_at timestamptz NOT NULL
);

-- Files that were handed in and are no policy; the console shows the last one until a good file follows.
CREATE TABLE policy.refused (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest     text NOT NULL,
    problems   text NOT NULL,
    refused_at timestamptz NOT NULL
);

-- What must get into the ledger, written in the transaction of the fact; the index comes once the ledger has it on disk.
CREATE TABLE policy.outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    leaf_hash    text NOT NULL UNIQUE CHECK (leaf_hash ~ '^[0-9a-f]{64}$'),
    leaf         bytea NOT NULL,
    queued_at    timestamptz NOT NULL,
    ledger_index bigint UNIQUE,
    appended_at  timestamptz,
    CHECK ((ledger_index IS NULL) = (appended_at IS NULL))
);
CREATE INDEX outbox_waiting ON policy.outbox (id) WHERE ledger_index IS NULL;

CREATE TABLE policy.schedule (
    drill        text PRIMARY KEY,
    promise      text NOT NULL,
    next_at      timestamptz NOT NULL,
    run          bigint NOT NULL DEFAULT 0,      -- rises with every claim; who lost its lease cannot record under a later one
    leased_until timestamptz
);

CREATE TABLE policy.evidence (
    id          text PRIMARY KEY REFERENCES policy.outbox (leaf_hash),   -- the same outcome cannot be recorded twice
    drill       text NOT NULL,
    promise     text NOT NULL,
    policy      text NOT NULL,
    state       text NOT NULL CHECK (state IN ('kept', 'broken', 'unproved')),
    twin        text NOT NULL CHECK (twin IN ('kept', 'broken', 'unproved')),
    measured    text NOT NULL,
    why         text NOT NULL,
    started_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL,
    fresh_until timestamptz NOT NULL
);
CREATE INDEX evidence_history ON policy.evidence (drill, finished_at DESC);

-- Reds stay: a row opens with the first broken run, and notes when the drill found the promise kept again.
CREATE TABLE policy.finding (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    drill        text NOT NULL,
    promise      text NOT NULL,
    evidence     text NOT NULL REFERENCES policy.evidence (id),
    why          text NOT NULL,
    opened_at    timestamptz NOT NULL,
    recovered_at timestamptz
);
CREATE UNIQUE INDEX finding_open ON policy.finding (drill) WHERE recovered_at IS NULL;

-- The last checkpoint that the ledger's drill believed: what the ledger must still be consistent with.
CREATE TABLE policy.checkpoint (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    note     text NOT NULL,
    seen_at  timestamptz NOT NULL
);

-- History is added to, never changed: what the running program may update is only how far it has got.
GRANT SELECT, INSERT ON policy.version, policy.refused, policy.outbox, policy.evidence, policy.finding TO casemate_control;
GRANT UPDATE (ledger_index, appended_at) ON policy.outbox TO casemate_control;
GRANT UPDATE (recovered_at) ON policy.finding TO casemate_control;
GRANT SELECT, INSERT, UPDATE ON policy.schedule, policy.checkpoint TO casemate_control;
