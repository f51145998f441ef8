-- Which roles need a second factor, as each customer says. A custom role's row stays behind when the role goes: nobody has it then.
CREATE TABLE step.required_role (
    customer_id text NOT NULL REFERENCES account.customer (id) ON DELETE CASCADE,
    role        text NOT NULL,
    PRIMARY KEY (customer_id, role)
);

GRANT SELECT, INSERT, DELETE ON step.required_role TO casemate_control;
