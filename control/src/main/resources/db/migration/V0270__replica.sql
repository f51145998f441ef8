-- Instances with a standby on another host: one reign after the other, and how far the standby is.
CREATE SCHEMA replica;
GRANT USAGE ON SCHEMA replica TO casemate_control;

CREATE TABLE replica.replica (
    instance_id  text PRIMARY KEY REFERENCES instance.instance (id),
    home         text NOT NULL,                 -- the host to go back to
    primary_host text NOT NULL,
    standby_host text NOT NULL,
    epoch        bigint NOT NULL CHECK (epoch > 0),
    state        text NOT NULL CHECK (state IN ('seeding', 'following', 'fencing', 'promoting', 'alone')),
    moving       boolean NOT NULL,              -- to move as soon as the standby is near
    site         text NOT NULL,                 -- where the log passes
    lineage      text NOT NULL,                 -- of the log; empty before the primary has told
    seed         text NOT NULL,                 -- the backup; empty before it is ordered
    seed_copy    text NOT NULL,
    seed_at      timestamptz,
    manifest     text NOT NULL,
    chunks       bigint NOT NULL,
    leased_until timestamptz NOT NULL,          -- no lease that was given out holds longer
    fenced_from  timestamptz,                   -- when the move was asked for
    fence        bigint NOT NULL,               -- the primary's orders that stop it
    stopped_at   timestamptz,                   -- when it said that it had
    replayed     timestamptz,                   -- what was committed before is at the standby
    told_at      timestamptz,
    detail       text NOT NULL,
    far          boolean NOT NULL               -- more behind than the policy promises, as was said
);

GRANT SELECT, INSERT, UPDATE, DELETE ON replica.replica TO casemate_control;
