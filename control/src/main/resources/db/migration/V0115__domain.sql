-- Customers' own domains. Anybody may claim a name; it is served once DNS has shown whose it is.
CREATE SCHEMA domain;
GRANT USAGE ON SCHEMA domain TO casemate_control;

CREATE TABLE domain.claim (
    instance_id text NOT NULL,
    host        text NOT NULL,
    token       text NOT NULL,               -- what the TXT record must say; no secret
    claimed_by  text NOT NULL,
    claimed_at  timestamptz NOT NULL,
    checked_at  timestamptz,
    finding     text NOT NULL DEFAULT '',    -- what the last check found, by its word
    proven_at   timestamptz,                 -- set: it is served
    lost_since  timestamptz,                 -- set: served still, but DNS does not say so any more
    PRIMARY KEY (instance_id, host),
    CHECK (lost_since IS NULL OR proven_at IS NOT NULL)
);
-- One domain belongs to one instance: the first that proves it, not the first that claims it.
CREATE UNIQUE INDEX claim_proven ON domain.claim (host) WHERE proven_at IS NOT NULL;
CREATE INDEX claim_checked ON domain.claim (checked_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON domain.claim TO casemate_control;
