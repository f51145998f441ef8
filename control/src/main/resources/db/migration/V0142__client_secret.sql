-- How often the secret of an instance's client was made anew. The secret itself is derived and lies nowhere.
CREATE TABLE client.secret (
    instance_id    text PRIMARY KEY,
    generation     integer NOT NULL CHECK (generation > 0),
    made_at        timestamptz NOT NULL,
    previous_until timestamptz NOT NULL           -- the one before it counts until then
);

-- Who is signed in to which application by OpenID Connect. When the portal's session or the membership goes, however it goes,
-- the row is an orphan: the application is told, and then the row goes too.
CREATE TABLE client.sign_on (
    id          text PRIMARY KEY,
    instance_id text NOT NULL,
    subject     text NOT NULL,
    sid         text NOT NULL,
    session_id  text REFERENCES signin.session (id) ON DELETE SET NULL,
    person_id   text NOT NULL,
    customer_id text,
    until       timestamptz NOT NULL,
    due_at      timestamptz NOT NULL,
    tries       integer NOT NULL DEFAULT 0,
    UNIQUE (instance_id, sid),
    FOREIGN KEY (person_id, customer_id) REFERENCES account.member (person_id, customer_id)
        ON DELETE SET NULL (customer_id)
);
CREATE INDEX sign_on_session ON client.sign_on (session_id);
CREATE INDEX sign_on_member ON client.sign_on (customer_id, person_id);
CREATE INDEX sign_on_until ON client.sign_on (until);
CREATE INDEX sign_on_orphan ON client.sign_on (due_at) WHERE session_id IS NULL OR customer_id IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON client.secret TO casemate_control;
GRANT SELECT, INSERT, UPDATE, DELETE ON client.sign_on TO casemate_control;
