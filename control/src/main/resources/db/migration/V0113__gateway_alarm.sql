-- Names whose certificate needs somebody, and when the operators were told of it.
CREATE TABLE gateway.alarm (
    host    text PRIMARY KEY,
    since   timestamptz NOT NULL,
    told_at timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.alarm TO casemate_control;
