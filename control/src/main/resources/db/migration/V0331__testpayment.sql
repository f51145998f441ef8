-- What the embedded test payment provider remembers, where it is in use. It moves no money and keeps no number.
CREATE SCHEMA testpayment;
GRANT USAGE ON SCHEMA testpayment TO casemate_control;

CREATE TABLE testpayment.object (
    number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
    id     text PRIMARY KEY,
    body   text NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON testpayment.object TO casemate_control;
