-- Roles that customers make for themselves, and roles that people have for single instances. Which role a person has for all of
-- a customer stands in account.member; what the built-in ones allow stands in the program.
CREATE SCHEMA role;
GRANT USAGE ON SCHEMA role TO casemate_control;

CREATE TABLE role.role (
    id          text PRIMARY KEY,
    customer_id text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    name        text NOT NULL,
    permissions text[] NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE UNIQUE INDEX role_name ON role.role (customer_id, lower(name));

CREATE TABLE role.given (
    person_id   text NOT NULL,
    customer_id text NOT NULL,
    instance_id text NOT NULL,
    role        text NOT NULL,
    PRIMARY KEY (person_id, customer_id, instance_id),
    FOREIGN KEY (person_id, customer_id) REFERENCES account.member (person_id, customer_id) ON DELETE CASCADE
);
CREATE INDEX given_customer ON role.given (customer_id, role);

GRANT SELECT, INSERT, UPDATE, DELETE ON role.role, role.given TO casemate_control;
