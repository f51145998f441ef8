-- One row per instance, for ever: an erased one keeps its id and name, and nothing that a person wrote.
CREATE SCHEMA instance;
GRANT USAGE ON SCHEMA instance TO casemate_control;

CREATE TABLE instance.instance (
    id               text PRIMARY KEY,
    customer_id      text NOT NULL,              -- no foreign key: this row outlives the account
    slug             text NOT NULL,
    title            text NOT NULL,
    blueprint        text NOT NULL,
    placed_on        text NOT NULL,              -- only this agent's reports are believed about it
    wanted           text NOT NULL CHECK (wanted IN ('running', 'suspended', 'stopped', 'erased')),
    memory_limit     bigint NOT NULL,
    cpu_millis       integer NOT NULL,
    pids_limit       integer NOT NULL,
    settings         jsonb NOT NULL,
    created_at       timestamptz NOT NULL,
    changed_at       timestamptz NOT NULL,
    -- What the agent said last.
    phase            text CHECK (phase IN ('preparing', 'starting', 'running', 'unhealthy', 'stopped', 'failed', 'erased')),
    upstream_address text,
    upstream_port    integer,
    detail           text NOT NULL DEFAULT '',
    restarts         integer NOT NULL DEFAULT 0,
    memory_used      bigint NOT NULL DEFAULT 0,
    seen_at          timestamptz,
    erased_at        timestamptz,
    CHECK ((upstream_address IS NULL) = (upstream_port IS NULL)),
    CHECK (erased_at IS NULL OR (wanted = 'erased' AND title = '' AND settings = '{}'))
);
-- Two wishes for one name at the same moment: the second one fails here.
CREATE UNIQUE INDEX instance_slug_lives ON instance.instance (slug) WHERE erased_at IS NULL;
CREATE INDEX instance_slug ON instance.instance (slug);
CREATE INDEX instance_customer ON instance.instance (customer_id);
CREATE INDEX instance_placed ON instance.instance (placed_on);

-- Rises with every change of what edge or agent should make true, in the transaction of that change.
CREATE TABLE instance.snapshot_version (
    audience  text PRIMARY KEY,
    version   bigint NOT NULL,
    issued_at timestamptz NOT NULL
);

-- Where control and trust answer: each replica writes its own rows when it starts.
CREATE TABLE instance.platform_upstream (
    replica text NOT NULL,
    host    text NOT NULL,
    address text NOT NULL,
    port    integer NOT NULL,
    PRIMARY KEY (replica, host)
);

CREATE TABLE instance.agent_seen (
    agent       text PRIMARY KEY,
    reported_at timestamptz NOT NULL,            -- the agent's clock: tells a late report from a new one
    received_at timestamptz NOT NULL,            -- ours: tells whether it is silent
    snapshot    bigint NOT NULL
);

-- Rows of instances are never deleted, and versions never either.
GRANT SELECT, INSERT, UPDATE ON instance.instance, instance.snapshot_version, instance.agent_seen TO casemate_control;
GRANT SELECT, INSERT, DELETE ON instance.platform_upstream TO casemate_control;
