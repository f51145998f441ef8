-- Where hosts stand and where each customer's data rests.
CREATE SCHEMA region;
GRANT USAGE ON SCHEMA region TO casemate_control;

CREATE TABLE region.host (
    agent       text PRIMARY KEY,
    region      text NOT NULL CHECK (length(region) = 2),
    declared_at timestamptz NOT NULL
);

CREATE TABLE region.residence (
    customer_id text PRIMARY KEY,
    region      text NOT NULL CHECK (length(region) = 2),
    source      text NOT NULL CHECK (source IN ('country', 'address', 'chosen', 'first')),
    chosen_at   timestamptz NOT NULL,
    fixed_at    timestamptz                      -- an instance was made there: it changes no more
);

GRANT SELECT, INSERT, UPDATE ON region.host TO casemate_control;
GRANT SELECT, INSERT, UPDATE, DELETE ON region.residence TO casemate_control;
