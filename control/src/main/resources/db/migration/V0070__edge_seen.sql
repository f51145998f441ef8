-- The last report taken from each edge, so that one sent again is taken once.
CREATE TABLE instance.edge_seen (
    edge        text PRIMARY KEY,
    run         text NOT NULL,
    number      bigint NOT NULL,
    received_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE ON instance.edge_seen TO casemate_control;
