-- The private listener of the edge that alone serves an instance (INS-4); empty for the shared one.
ALTER TABLE instance.instance ADD COLUMN listener text NOT NULL DEFAULT '' CHECK (listener ~ '^[a-z0-9-]{0,40}$');
