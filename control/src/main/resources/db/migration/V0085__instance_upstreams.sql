-- An instance may answer at several places: its replicas. Each is ADDRESS:PORT. The two columns of one place are still
-- written with the first of them, and go in a later release.
ALTER TABLE instance.instance ADD COLUMN upstreams text[] NOT NULL DEFAULT '{}';
UPDATE instance.instance SET upstreams = ARRAY[upstream_address || ':' || upstream_port] WHERE upstream_address IS NOT NULL;
