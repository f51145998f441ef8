-- Invitations and changes of address that wait for whoever reads the mail. Links are kept as hashes.
CREATE SCHEMA member;
GRANT USAGE ON SCHEMA member TO casemate_control;

CREATE TABLE member.invitation (
    id          text PRIMARY KEY,
    customer_id text REFERENCES account.customer (id) ON DELETE CASCADE,     -- null: to the operators
    email       text NOT NULL,
    role        text NOT NULL,
    invited_by  text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    token_hash  bytea NOT NULL UNIQUE,
    sends       integer NOT NULL,
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX invitation_email ON member.invitation (coalesce(customer_id, ''), email);
CREATE INDEX invitation_by ON member.invitation (invited_by);
CREATE INDEX invitation_expiry ON member.invitation (expires_at);

CREATE TABLE member.email_change (
    person_id  text PRIMARY KEY REFERENCES account.person (id) ON DELETE CASCADE,
    email      text NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    sends      integer NOT NULL,            -- letters since started_at
    started_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON member.invitation, member.email_change TO casemate_control;
