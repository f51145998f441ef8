-- Whether somebody accepts that a move loses what its standby has not got.
ALTER TABLE replica.replica ADD COLUMN lossy boolean NOT NULL DEFAULT false;
