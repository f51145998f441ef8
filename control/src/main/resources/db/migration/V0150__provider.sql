-- Customers' own identity providers, and who signs in by them.
CREATE SCHEMA provider;
GRANT USAGE ON SCHEMA provider TO casemate_control;

CREATE TABLE provider.connection (
    id          text PRIMARY KEY,
    customer_id text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    kind        text NOT NULL CHECK (kind IN ('openid', 'saml')),
    name        text NOT NULL,
    issuer      text NOT NULL,                 -- the provider's own name: issuer or entityID
    client_id   text,                          -- OpenID Connect
    secret      bytea,                         -- OpenID Connect; sealed
    metadata    text,                          -- SAML
    groups_name text NOT NULL,                 -- the claim or attribute that lists groups
    state       text NOT NULL CHECK (state IN ('draft', 'tested', 'on', 'off')),
    enforced    boolean NOT NULL,
    way_around  text,                          -- the person who may always come in by their own password
    tested_at   timestamptz,
    created_at  timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL,
    CHECK (NOT enforced OR (state = 'on' AND way_around IS NOT NULL)),
    CHECK ((kind = 'openid') = (client_id IS NOT NULL AND secret IS NOT NULL)),
    CHECK ((kind = 'saml') = (metadata IS NOT NULL))
);
CREATE INDEX connection_customer ON provider.connection (customer_id);
CREATE UNIQUE INDEX connection_on ON provider.connection (customer_id) WHERE state = 'on';

-- Which role a group of the provider has here; the first in this order counts.
CREATE TABLE provider.mapping (
    connection_id text NOT NULL REFERENCES provider.connection (id) ON DELETE CASCADE,
    line          integer NOT NULL,
    group_name    text NOT NULL,
    role          text NOT NULL,
    PRIMARY KEY (connection_id, line)
);

-- A domain may be claimed by many and belongs to one.
CREATE TABLE provider.domain (
    domain      text NOT NULL,
    customer_id text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    token       text NOT NULL,
    claimed_at  timestamptz NOT NULL,
    verified_at timestamptz,
    looked_at   timestamptz,
    PRIMARY KEY (domain, customer_id)
);
CREATE INDEX domain_customer ON provider.domain (customer_id);
CREATE UNIQUE INDEX domain_verified ON provider.domain (domain) WHERE verified_at IS NOT NULL;

-- Who is who. The provider's name for a person is kept hashed: this table alone names nobody.
CREATE TABLE provider.identity (
    connection_id text NOT NULL REFERENCES provider.connection (id) ON DELETE CASCADE,
    subject_hash  bytea NOT NULL,
    person_id     text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    linked_at     timestamptz NOT NULL,
    last_at       timestamptz NOT NULL,
    PRIMARY KEY (connection_id, subject_hash)
);
CREATE UNIQUE INDEX identity_person ON provider.identity (person_id, connection_id);

-- Browsers on their way to a provider, or back. Each counts once.
CREATE TABLE provider.attempt (
    id_hash       bytea PRIMARY KEY,
    connection_id text NOT NULL REFERENCES provider.connection (id) ON DELETE CASCADE,
    browser_hash  bytea NOT NULL,
    tester        text,                        -- who tries the connection; null: somebody signs in
    next          text NOT NULL,
    held          bytea NOT NULL,              -- what only we know of it; sealed
    expires_at    timestamptz NOT NULL
);
CREATE INDEX attempt_expiry ON provider.attempt (expires_at);

-- Assertions and logout tokens that have been taken, until they would be refused for their age.
CREATE TABLE provider.spent (
    connection_id text NOT NULL REFERENCES provider.connection (id) ON DELETE CASCADE,
    id_hash       bytea NOT NULL,
    until         timestamptz NOT NULL,
    PRIMARY KEY (connection_id, id_hash)
);
CREATE INDEX spent_until ON provider.spent (until);

-- Sessions that a provider's word began.
CREATE TABLE provider.session (
    session_id    text PRIMARY KEY REFERENCES signin.session (id) ON DELETE CASCADE,
    connection_id text NOT NULL REFERENCES provider.connection (id) ON DELETE CASCADE,
    customer_id   text NOT NULL,
    subject_hash  bytea NOT NULL,
    sid_hash      bytea,
    hint          bytea NOT NULL,              -- what the provider wants to see when we sign out there; sealed
    until         timestamptz NOT NULL
);
CREATE INDEX session_subject ON provider.session (connection_id, subject_hash);
CREATE INDEX session_sid ON provider.session (connection_id, sid_hash);
CREATE INDEX session_until ON provider.session (until);

GRANT SELECT, INSERT, UPDATE, DELETE ON provider.connection, provider.mapping, provider.domain, provider.identity,
    provider.attempt, provider.spent, provider.session TO casemate_control;
