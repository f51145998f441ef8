-- Sensitive columns under their owner's key. Values that are there already are sealed in the background; the database takes no
-- clear one from now on, whoever writes.
CREATE SCHEMA field;
GRANT USAGE ON SCHEMA field TO casemate_control;

CREATE TABLE field.rotation (
    owner    text PRIMARY KEY,
    state    text NOT NULL CHECK (state IN ('wanted', 'resealing', 'kept', 'dropping', 'done')),
    asked_at timestamptz NOT NULL,
    resealed bigint NOT NULL,
    due_at   timestamptz NOT NULL
);
CREATE INDEX rotation_due ON field.rotation (due_at) WHERE state <> 'done';

GRANT SELECT, INSERT, UPDATE ON field.rotation TO casemate_control;

ALTER TABLE account.customer
    ADD COLUMN contact_name_sealed bytea,
    ADD COLUMN address_sealed      bytea,
    ADD COLUMN postcode_sealed     bytea,
    ADD COLUMN vat_number_sealed   bytea,
    ADD CONSTRAINT customer_sealed
        CHECK (contact_name IS NULL AND address IS NULL AND postcode IS NULL AND vat_number IS NULL) NOT VALID;

ALTER TABLE account.signup
    ADD COLUMN contact_name_sealed bytea,
    ADD COLUMN address_sealed      bytea,
    ADD COLUMN postcode_sealed     bytea,
    ADD COLUMN vat_number_sealed   bytea,
    ADD CONSTRAINT signup_sealed
        CHECK (contact_name IS NULL AND address IS NULL AND postcode IS NULL AND vat_number IS NULL) NOT VALID;
