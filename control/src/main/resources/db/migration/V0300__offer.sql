-- Offers. A version is never written again: subscriptions name the version that was signed.
CREATE SCHEMA offer;
GRANT USAGE ON SCHEMA offer TO casemate_control;

CREATE TABLE offer.version (
    name         text NOT NULL,
    version      integer NOT NULL CHECK (version >= 1),
    kind         text NOT NULL CHECK (kind IN ('free', 'trial', 'public', 'private')),
    titles       jsonb NOT NULL,
    price_minor  bigint NOT NULL,
    currency     text NOT NULL CHECK (length(currency) = 3),
    term         text NOT NULL CHECK (term IN ('month', 'year')),
    memory_bytes bigint NOT NULL,
    users        integer NOT NULL,
    trial_days   integer NOT NULL,
    regions      text NOT NULL,                  -- codes with blanks between; empty: all that the policy allows
    bound_as     text NOT NULL,                  -- the policy's name for it
    since        timestamptz NOT NULL,
    PRIMARY KEY (name, version),
    CHECK ((kind IN ('public', 'private')) = (price_minor > 0)),
    CHECK ((kind = 'trial') = (trial_days > 0))
);

-- Which version is sold now, if any.
CREATE TABLE offer.sale (
    name    text PRIMARY KEY,
    version integer NOT NULL,
    on_sale boolean NOT NULL,
    FOREIGN KEY (name, version) REFERENCES offer.version (name, version)
);

GRANT SELECT, INSERT ON offer.version TO casemate_control;
GRANT SELECT, INSERT, UPDATE ON offer.sale TO casemate_control;
