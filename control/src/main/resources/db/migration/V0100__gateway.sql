-- What edges said last, and what went through in the last minutes. All of it can be lost without harm.
CREATE SCHEMA gateway;
GRANT USAGE ON SCHEMA gateway TO casemate_control;

CREATE TABLE gateway.edge (
    edge        text PRIMARY KEY,
    run         text NOT NULL,
    snapshot    bigint NOT NULL,
    reported_at timestamptz NOT NULL,            -- the edge's clock
    received_at timestamptz NOT NULL             -- ours
);

-- One row for each host and minute, all edges together. Most reports add to rows of the running minute: pages keep
-- room for that.
CREATE TABLE gateway.traffic (
    minute         timestamptz NOT NULL,
    host           text NOT NULL,
    requests       bigint NOT NULL,
    blocked        bigint NOT NULL,
    refused        bigint NOT NULL,
    failed         bigint NOT NULL,
    bytes          bigint NOT NULL,
    slowest_millis bigint NOT NULL,
    PRIMARY KEY (minute, host)
) WITH (fillfactor = 50);
CREATE INDEX traffic_host ON gateway.traffic (host, minute);

CREATE TABLE gateway.certificate (
    edge       text NOT NULL,
    host       text NOT NULL,
    source     text NOT NULL,
    not_before timestamptz NOT NULL,
    not_after  timestamptz NOT NULL,
    trouble    text NOT NULL,
    PRIMARY KEY (edge, host)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON gateway.edge, gateway.traffic, gateway.certificate TO casemate_control;
