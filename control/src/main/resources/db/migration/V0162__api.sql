-- Answers of the API that are kept for a request that comes twice, for a day. Sealed: they may hold a password.
CREATE SCHEMA api;
GRANT USAGE ON SCHEMA api TO casemate_control;

CREATE TABLE api.answer (
    name    bytea PRIMARY KEY,          -- a hash of token and Idempotency-Key
    request bytea NOT NULL,             -- a hash of method, path and body
    answer  bytea NOT NULL,
    made_at timestamptz NOT NULL
);
CREATE INDEX answer_made ON api.answer (made_at);

GRANT SELECT, INSERT, DELETE ON api.answer TO casemate_control;
