-- Passkeys. Public keys alone: a copy of these tables signs nobody in.
CREATE SCHEMA passkey;
GRANT USAGE ON SCHEMA passkey TO casemate_control;

CREATE TABLE passkey.passkey (
    id            text PRIMARY KEY,
    credential_id bytea NOT NULL UNIQUE CHECK (length(credential_id) BETWEEN 1 AND 1023),
    person_id     text NOT NULL REFERENCES account.person (id) ON DELETE CASCADE,
    name          text NOT NULL,
    public_key    bytea NOT NULL,           -- COSE_Key (RFC 9052)
    sign_count    bigint NOT NULL,          -- the last that its device showed; 0 when the device does not count
    alone         boolean NOT NULL,         -- its device finds it by itself and checks its owner: no password is needed
    synced        boolean NOT NULL,         -- its maker may copy it to its owner's other devices
    transports    text NOT NULL,            -- how browsers reach it, with blanks between: a hint
    created_at    timestamptz NOT NULL,
    last_used_at  timestamptz
);
CREATE INDEX passkey_person ON passkey.passkey (person_id);

-- What a browser was asked to sign: once, soon, and by that browser.
CREATE TABLE passkey.challenge (
    challenge    bytea PRIMARY KEY CHECK (length(challenge) = 32),
    browser_hash bytea NOT NULL CHECK (length(browser_hash) = 32),
    purpose      text NOT NULL CHECK (purpose IN ('add', 'enter', 'prove')),
    person_id    text REFERENCES account.person (id) ON DELETE CASCADE,   -- null: whoever shows a passkey
    created_at   timestamptz NOT NULL
);
CREATE INDEX challenge_created ON passkey.challenge (created_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON passkey.passkey TO casemate_control;
GRANT SELECT, INSERT, DELETE ON passkey.challenge TO casemate_control;
