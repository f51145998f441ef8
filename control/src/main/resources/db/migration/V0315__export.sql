-- Copies of a customer's data: who asked, how far it is, and the archive itself in sealed pieces until its link expires. No references to
-- customers or people: a row says for some weeks that there was a copy.
CREATE SCHEMA export;
GRANT USAGE ON SCHEMA export TO casemate_control;

CREATE TABLE export.export (
    id                text PRIMARY KEY,
    customer_id       text NOT NULL,
    request_id        text NOT NULL,
    asker             text NOT NULL,
    instances         boolean NOT NULL,         -- with the data of the instances
    language          text NOT NULL,            -- of the README in it
    recipient         text,                     -- an age recipient that it is encrypted to
    sealed_passphrase bytea,                    -- or the passphrase, until it is made
    locked            boolean NOT NULL,         -- by a passphrase
    state             text NOT NULL CHECK (state IN ('waiting', 'working', 'ready', 'failed', 'withdrawn', 'gone')),
    step              text NOT NULL,
    attempt           integer NOT NULL CHECK (attempt >= 0),
    due_at            timestamptz,              -- when to begin, or when whoever works on it is taken for dead
    asked_at          timestamptz NOT NULL,
    ended_at          timestamptz,
    expires_at        timestamptz,              -- of a ready one
    sealed_key        bytea,                    -- opens the pieces of this attempt; under the customer's key
    bytes             bigint NOT NULL CHECK (bytes >= 0),
    sha256            text,
    problem           text,                     -- the code of a refusal
    CHECK (recipient IS NULL OR NOT locked),
    CHECK (locked OR sealed_passphrase IS NULL),
    CHECK ((state IN ('waiting', 'working')) = (due_at IS NOT NULL)),
    CHECK ((state IN ('waiting', 'working')) = (ended_at IS NULL)),
    CHECK ((state = 'ready') <= (expires_at IS NOT NULL AND sealed_key IS NOT NULL AND sha256 IS NOT NULL))
);
-- One at a time for each customer.
CREATE UNIQUE INDEX export_open ON export.export (customer_id) WHERE state IN ('waiting', 'working');
CREATE UNIQUE INDEX export_request ON export.export (request_id, id);
CREATE INDEX export_due ON export.export (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX export_expires ON export.export (expires_at) WHERE state = 'ready';
CREATE INDEX export_ended ON export.export (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX export_customer ON export.export (customer_id, id);

GRANT SELECT, INSERT, DELETE ON export.export TO casemate_control;
GRANT UPDATE (state, step, attempt, due_at, ended_at, expires_at, sealed_key, sealed_passphrase, bytes, sha256, problem)
    ON export.export TO casemate_control;

-- The archive, in pieces that only the key of its row opens. What an attempt wrote before it died goes with the next one.
CREATE TABLE export.piece (
    export_id text NOT NULL REFERENCES export.export (id) ON DELETE CASCADE,
    attempt   integer NOT NULL,
    number    integer NOT NULL CHECK (number >= 0),
    sealed    bytea NOT NULL,
    PRIMARY KEY (export_id, attempt, number)
);
-- Ciphertext: compressing it costs time and saves nothing.
ALTER TABLE export.piece ALTER COLUMN sealed SET STORAGE EXTERNAL;
GRANT SELECT, INSERT, DELETE ON export.piece TO casemate_control;
