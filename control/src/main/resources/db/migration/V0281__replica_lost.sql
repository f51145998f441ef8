-- What lay on a host that is gone for good: nobody can say any more that it is removed.
ALTER TABLE replica.place ADD COLUMN lost_at timestamptz;
