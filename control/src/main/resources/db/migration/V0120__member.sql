-- A person may belong to several customers, in a role for each. Operators belong to none and have a role of the vendor's.
ALTER TABLE account.person
    ADD COLUMN operator    boolean NOT NULL DEFAULT false,
    ADD COLUMN staff_role  text,                            -- operators only
    ADD COLUMN disabled_at timestamptz,                     -- operators only: may not sign in
    ADD COLUMN time_zone   text NOT NULL DEFAULT 'UTC';
UPDATE account.person SET operator = true, staff_role = 'administrator' WHERE customer_id IS NULL;
ALTER TABLE account.person ADD CONSTRAINT person_staff CHECK (operator = (staff_role IS NOT NULL));

CREATE TABLE account.member (
    person_id   text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    customer_id text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    role        text,                                       -- null: none but for chosen instances
    joined_at   timestamptz NOT NULL,
    PRIMARY KEY (person_id, customer_id)
);
CREATE INDEX member_customer ON account.member (customer_id, person_id);
INSERT INTO account.member (person_id, customer_id, role, joined_at)
    SELECT id, customer_id, 'owner', created_at FROM account.person WHERE customer_id IS NOT NULL;

-- For whom a session acts; a person without a choice acts for the customer that they joined first.
ALTER TABLE signin.session ADD COLUMN customer_id text;
UPDATE signin.session s SET customer_id = p.customer_id FROM account.person p WHERE p.id = s.person_id;

-- The same address may be a customer's and an operator's: they sign in at different doors. The old indexes go with the column.
ALTER TABLE account.person DROP COLUMN customer_id;
CREATE UNIQUE INDEX person_customer_email ON account.person (email) WHERE NOT operator;
CREATE UNIQUE INDEX person_operator_email ON account.person (email) WHERE operator;

GRANT SELECT, INSERT, UPDATE, DELETE ON account.member TO casemate_control;
