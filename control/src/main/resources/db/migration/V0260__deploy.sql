-- What a strongroom refused, as it wrote it down: each once, whoever asks how often.
CREATE SCHEMA deploy;
GRANT USAGE ON SCHEMA deploy TO casemate_control;

CREATE TABLE deploy.alarm (
    strongroom text NOT NULL,                    -- the pin of its key
    number     bigint NOT NULL,                  -- its own count
    at         timestamptz NOT NULL,
    why        text NOT NULL CHECK (why IN ('SECOND_USE', 'EXPIRED', 'UNKNOWN')),
    token      text NOT NULL,                    -- the first digits of its hash
    peer       text NOT NULL,                    -- the address that showed it
    PRIMARY KEY (strongroom, number)
);
CREATE INDEX alarm_at ON deploy.alarm (at);

GRANT SELECT, INSERT, DELETE ON deploy.alarm TO casemate_control;
