-- Tokens of programs. A row holds a hash of 32 random bytes: a copy of this table opens nothing.
CREATE SCHEMA token;
GRANT USAGE ON SCHEMA token TO casemate_control;

CREATE TABLE token.token (
    id           text PRIMARY KEY,
    hash         bytea NOT NULL UNIQUE CHECK (length(hash) = 32),
    kind         text NOT NULL CHECK (kind IN ('personal', 'service', 'provisioning')),
    customer_id  text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    maker_id     text NOT NULL,      -- no reference: a token for provisioning outlives its maker; the others die without
    name         text NOT NULL,
    scopes       text NOT NULL,      -- names of permissions with blanks between
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL CHECK (expires_at > created_at),
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX token_customer ON token.token (customer_id, kind, maker_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON token.token TO casemate_control;
