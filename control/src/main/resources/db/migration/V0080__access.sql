-- Who gets in to an instance. Without a row here everybody does.
CREATE SCHEMA access;
GRANT USAGE ON SCHEMA access TO casemate_control;

CREATE TABLE access.restriction (
    instance_id text PRIMARY KEY,
    restricted  boolean NOT NULL,                -- false: the rest is kept for later, and everybody gets in
    need        text NOT NULL CHECK (need IN ('any', 'all')),
    by_address  boolean NOT NULL,
    by_device   boolean NOT NULL,
    sign_on     boolean NOT NULL,
    password    text CHECK (password LIKE '$argon2id$%'),
    generation  bigint NOT NULL,                 -- rises when what was proved shall count no more
    changed_at  timestamptz NOT NULL
);

CREATE TABLE access.range (
    instance_id text NOT NULL REFERENCES access.restriction (instance_id),
    line        integer NOT NULL,                -- as its owner has ordered them
    range       text NOT NULL,
    note        text NOT NULL,
    PRIMARY KEY (instance_id, line)
);

-- Display devices. Only digests of secrets; a link's is forgotten when the device has its cookie.
CREATE TABLE access.device (
    id            text PRIMARY KEY,
    instance_id   text NOT NULL,
    name          text NOT NULL,
    created_by    text NOT NULL,
    created_at    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    link_digest   text,
    link_until    timestamptz,
    cookie_digest text,
    enrolled_at   timestamptz,
    last_used_at  timestamptz,
    revoked_at    timestamptz,
    CHECK ((link_digest IS NULL) = (link_until IS NULL)),
    CHECK ((link_digest IS NULL) <> (cookie_digest IS NULL)),
    CHECK ((cookie_digest IS NULL) = (enrolled_at IS NULL))
);
CREATE INDEX device_instance ON access.device (instance_id, created_at);

GRANT SELECT, INSERT, UPDATE ON access.restriction, access.device TO casemate_control;
GRANT SELECT, INSERT, DELETE ON access.range TO casemate_control;
