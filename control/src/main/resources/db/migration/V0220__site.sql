-- Backup sites.
CREATE SCHEMA site;
GRANT USAGE ON SCHEMA site TO casemate_control;

CREATE TABLE site.site (
    name          text PRIMARY KEY,
    region        text NOT NULL CHECK (length(region) = 2),
    place         text NOT NULL,
    append_only   boolean NOT NULL,              -- as it was found when it was tried last
    sealed_access bytea NOT NULL,                -- under the platform's key in the vault; empty once removed
    embedded      boolean NOT NULL,              -- the platform's own directories
    declared_at   timestamptz NOT NULL,
    removed_at    timestamptz                    -- copies stay where they are; the name says in which repository
);

GRANT SELECT, INSERT, UPDATE ON site.site TO casemate_control;
