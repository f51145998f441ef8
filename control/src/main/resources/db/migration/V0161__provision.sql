-- People and groups as customers' directories know them (SCIM). What a directory sends beyond these columns is not kept.
CREATE SCHEMA provision;
GRANT USAGE ON SCHEMA provision TO casemate_control;

CREATE TABLE provision.entry (
    id           text PRIMARY KEY,
    customer_id  text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    person_id    text REFERENCES account.person (id) ON DELETE SET NULL,  -- null: switched off, or invited and not here yet
    user_name    text NOT NULL,
    user_key     text COLLATE "C" NOT NULL,            -- the same in small letters, in the order of bytes
    external_id  text COLLATE "C",
    display_name text,
    given_name   text,
    family_name  text,
    email        text COLLATE "C" NOT NULL,
    active       boolean NOT NULL,
    version      bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX entry_name ON provision.entry (customer_id, user_key) INCLUDE (id);
CREATE UNIQUE INDEX entry_page ON provision.entry (customer_id, id);
CREATE UNIQUE INDEX entry_email ON provision.entry (customer_id, email) INCLUDE (id);
CREATE INDEX entry_external ON provision.entry (customer_id, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX entry_person ON provision.entry (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE provision.directory_group (
    id           text PRIMARY KEY,
    customer_id  text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    display_name text NOT NULL,
    display_key  text COLLATE "C" NOT NULL,
    external_id  text COLLATE "C",
    role         text,                                 -- what its members may do; null: nothing by this group
    version      bigint NOT NULL,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX directory_group_name ON provision.directory_group (customer_id, display_key);

CREATE TABLE provision.member (
    group_id text NOT NULL REFERENCES provision.directory_group (id) ON DELETE CASCADE,
    entry_id text NOT NULL REFERENCES provision.entry (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, entry_id)
);
CREATE INDEX member_entry ON provision.member (entry_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON provision.entry, provision.directory_group, provision.member TO casemate_control;
