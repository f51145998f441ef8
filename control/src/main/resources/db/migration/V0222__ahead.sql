-- Ordered by a clock that was put back since: nobody knows when it really was.
ALTER TABLE backup.task ADD COLUMN ahead boolean NOT NULL DEFAULT false;
