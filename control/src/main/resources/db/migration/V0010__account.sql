-- Customers and the people who sign in for them. What sign-up keeps is this and no more (ACC-1).
-- PUBLIC has no right on the database; the running program may connect and make temporary tables (a drill's canary lives in one).
DO $$ BEGIN EXECUTE format('GRANT CONNECT, TEMPORARY ON DATABASE %I TO casemate_control', current_database()); END $$;

CREATE SCHEMA account;
GRANT USAGE ON SCHEMA account TO casemate_control;

CREATE TABLE account.customer (
    id           text PRIMARY KEY,
    company      text,
    contact_name text,
    address      text,
    postcode     text,
    country      text,
    vat_number   text,
    created_at   timestamptz NOT NULL
);

CREATE TABLE account.person (
    id          text PRIMARY KEY,
    customer_id text REFERENCES account.customer (id),   -- null: an operator, the vendor's staff
    email       text NOT NULL,
    verifier    text NOT NULL,
    language    text NOT NULL,
    created_at  timestamptz NOT NULL
);
-- The same address may be a customer's and an operator's: they sign in at different doors.
CREATE UNIQUE INDEX person_customer_email ON account.person (email) WHERE customer_id IS NOT NULL;
CREATE UNIQUE INDEX person_operator_email ON account.person (email) WHERE customer_id IS NULL;
CREATE INDEX person_customer ON account.person (customer_id);

-- A sign-up that waits for its confirmation. Nobody is a customer before; several may wait for one address.
CREATE TABLE account.signup (
    id           text PRIMARY KEY,
    email        text NOT NULL,
    verifier     text NOT NULL,
    language     text NOT NULL,
    company      text,
    contact_name text,
    address      text,
    postcode     text,
    country      text,
    vat_number   text,
    token_hash   bytea NOT NULL UNIQUE,
    sends        integer NOT NULL,
    attempts     integer NOT NULL,
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL
);
CREATE INDEX signup_email ON account.signup (email, created_at);
CREATE INDEX signup_expiry ON account.signup (expires_at);

GRANT SELECT, INSERT, UPDATE ON account.customer TO casemate_control;
GRANT SELECT, INSERT, UPDATE, DELETE ON account.person, account.signup TO casemate_control;
GRANT DELETE ON account.customer TO casemate_control;
