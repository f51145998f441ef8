-- Machines that run an agent of their own: invited by an operator with a token that is used once, joined with a key.
CREATE SCHEMA node;
GRANT USAGE ON SCHEMA node TO casemate_control;

CREATE TABLE node.node (
    name         text PRIMARY KEY,              -- never given twice once it had joined: places and keys go by it
    region       text NOT NULL CHECK (length(region) = 2),
    invited_at   timestamptz NOT NULL,
    token_hash   bytea NOT NULL CHECK (length(token_hash) = 32),
    token_until  timestamptz NOT NULL,
    joined_at    timestamptz,
    key          text NOT NULL,                 -- SHA-256 of its public key; empty before it has joined
    machine      text NOT NULL,                 -- one-way, of the machine's own id; empty when it has none
    gateway      text NOT NULL,                 -- where its pods are reached
    gateway_port integer NOT NULL CHECK (gateway_port BETWEEN 0 AND 65535),
    silent_since timestamptz,                   -- as the operators were told; empty while it is heard
    removed_at   timestamptz,
    lost         boolean NOT NULL DEFAULT false -- it was removed as gone for good: nothing was taken off it
);
CREATE UNIQUE INDEX node_key ON node.node (key) WHERE key <> '' AND removed_at IS NULL;

-- Tokens that did not open, for the few minutes in which they are counted.
CREATE TABLE node.wrong (
    at timestamptz NOT NULL
);
CREATE INDEX wrong_at ON node.wrong (at);

GRANT SELECT, INSERT, UPDATE, DELETE ON node.node TO casemate_control;
GRANT SELECT, INSERT, DELETE ON node.wrong TO casemate_control;
