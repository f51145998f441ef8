-- Who is signed in to which instance by way of the platform. A pass belongs to one session of the portal and to one
-- membership: when either row goes, however it goes, the pass is an orphan, and the next look at them tells edges to believe
-- it no more.
CREATE SCHEMA issuer;
GRANT USAGE ON SCHEMA issuer TO casemate_control;

CREATE TABLE issuer.pass (
    id          text PRIMARY KEY,
    session_id  text REFERENCES signin.session (id) ON DELETE SET NULL,
    person_id   text NOT NULL,
    customer_id text,
    instance_id text NOT NULL,
    host        text NOT NULL,
    issued_at   timestamptz NOT NULL,
    until       timestamptz NOT NULL,
    ended_at    timestamptz,                      -- edges were told from this moment on
    FOREIGN KEY (person_id, customer_id) REFERENCES account.member (person_id, customer_id)
        ON DELETE SET NULL (customer_id)
);
CREATE INDEX pass_session ON issuer.pass (session_id);
CREATE INDEX pass_member ON issuer.pass (customer_id, person_id);
CREATE INDEX pass_until ON issuer.pass (until);
CREATE INDEX pass_orphan ON issuer.pass (until)
    WHERE (session_id IS NULL OR customer_id IS NULL) AND ended_at IS NULL;
CREATE INDEX pass_ended ON issuer.pass (until) WHERE ended_at IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON issuer.pass TO casemate_control;
