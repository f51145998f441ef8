-- The defence of the platform and of each instance: bans, the firewall's settings and what it saw.
CREATE SCHEMA ward;
GRANT USAGE ON SCHEMA ward TO casemate_control;

-- Every ban with what caused it and how it ended. Addresses are personal data: rows go after their time (see Bans).
CREATE TABLE ward.ban (
    id          text PRIMARY KEY,
    range       text NOT NULL,              -- as it is written; the next column is the same for searching
    network     cidr NOT NULL,
    instance_id text,                       -- null: the whole platform
    rule        text NOT NULL,
    evidence    text NOT NULL,
    made_by     text NOT NULL,
    since       timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    lifted_at   timestamptz,
    lifted_by   text,
    lifted_why  text,
    CHECK ((lifted_at IS NULL) = (lifted_by IS NULL) AND (lifted_at IS NULL) = (lifted_why IS NULL))
);
CREATE INDEX ban_network ON ward.ban USING gist (network inet_ops);
CREATE INDEX ban_range ON ward.ban (range, since);
CREATE INDEX ban_in_force ON ward.ban (until) WHERE lifted_at IS NULL;
CREATE INDEX ban_since ON ward.ban (since, id);

-- Who does wrong too often, until it is enough for a ban; hashed, for most of them are innocent.
CREATE TABLE ward.strike (
    subject    bytea PRIMARY KEY,
    strikes    integer NOT NULL,
    started_at timestamptz NOT NULL
);
CREATE INDEX strike_started ON ward.strike (started_at);

CREATE TABLE ward.spared (
    range    text PRIMARY KEY,
    network  cidr NOT NULL,
    why      text NOT NULL,
    added_by text NOT NULL,
    added_at timestamptz NOT NULL
);

CREATE TABLE ward.platform (
    only_one     boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    under_attack boolean NOT NULL DEFAULT false,
    changed_by   text,
    changed_at   timestamptz
);
INSERT INTO ward.platform DEFAULT VALUES;

-- What was set for an instance; those without a row have the usual.
CREATE TABLE ward.setting (
    instance_id         text PRIMARY KEY,
    mode                text NOT NULL DEFAULT 'block' CHECK (mode IN ('off', 'detect', 'block')),
    paranoia            integer NOT NULL DEFAULT 1 CHECK (paranoia BETWEEN 1 AND 4),
    shield_why          text NOT NULL DEFAULT '',
    shield_by           text,
    shield_at           timestamptz,
    under_attack        boolean NOT NULL DEFAULT false,
    requests_per_second bigint NOT NULL DEFAULT 0,
    connections         bigint NOT NULL DEFAULT 0,
    bytes_per_second    bigint NOT NULL DEFAULT 0
);

CREATE TABLE ward.exclusion (
    id          text PRIMARY KEY,
    instance_id text NOT NULL,
    rule        bigint NOT NULL,
    variable    text NOT NULL,
    path        text NOT NULL,
    why         text NOT NULL,
    request     text,                       -- the logged request that it was made from
    made_by     text NOT NULL,
    made_at     timestamptz NOT NULL,
    UNIQUE (instance_id, rule, variable, path)
);

-- What the firewall saw; bounded for each instance in number and in age (see Events).
CREATE TABLE ward.event (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    instance_id text NOT NULL,
    host        text NOT NULL,
    request     text NOT NULL,
    at          timestamptz NOT NULL,
    network     text NOT NULL,
    method      text NOT NULL,
    path        text NOT NULL,
    blocked     boolean NOT NULL,
    rules       jsonb NOT NULL,
    UNIQUE (instance_id, request)
);
CREATE INDEX event_newest ON ward.event (instance_id, id);
CREATE INDEX event_request ON ward.event (request);
CREATE INDEX event_at ON ward.event (at);

GRANT SELECT, INSERT, DELETE ON ward.ban, ward.spared, ward.exclusion, ward.event TO casemate_control;
-- What caused a ban stays as it was written; it can only be lifted.
GRANT UPDATE (lifted_at, lifted_by, lifted_why) ON ward.ban TO casemate_control;
GRANT SELECT, UPDATE ON ward.platform TO casemate_control;
GRANT SELECT, INSERT, UPDATE, DELETE ON ward.setting, ward.strike TO casemate_control;
