-- How near an instance's files are to their standby, and when it moved last.
ALTER TABLE replica.replica
    ADD COLUMN files timestamptz,      -- what changed among them before is at the standby
    ADD COLUMN moved_at timestamptz;
