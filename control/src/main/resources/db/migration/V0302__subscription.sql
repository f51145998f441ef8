-- What every customer has, and when the clock next has something to do with it. The row outlives the account: it says
-- that it is gone.
CREATE SCHEMA subscription;
GRANT USAGE ON SCHEMA subscription TO casemate_control;

CREATE TABLE subscription.subscription (
    customer_id text PRIMARY KEY,
    offer       text NOT NULL,
    version     integer NOT NULL,
    bound_as    text NOT NULL,
    state       text NOT NULL CHECK (state IN ('trialing', 'lapsed', 'free', 'active', 'past-due', 'suspended',
                                               'closed', 'cancelled', 'erasing', 'erased')),
    since       timestamptz NOT NULL,
    anchor_at   timestamptz NOT NULL,
    active_at   timestamptz,                     -- empty until somebody is here after the beginning
    due_at      timestamptz,
    noticed     integer,
    warned_at   timestamptz,
    held_until  timestamptz,
    held_reason text,
    wake_at     timestamptz,
    FOREIGN KEY (offer, version) REFERENCES offer.version (name, version),
    CHECK ((held_until IS NULL) = (held_reason IS NULL))
) WITH (fillfactor = 85);                        -- an activity is a write in place
-- The sweep reads this from its left end, however many there are behind.
CREATE INDEX subscription_wake ON subscription.subscription (wake_at) WHERE wake_at IS NOT NULL;

-- Every move, for ever.
CREATE TABLE subscription.moved (
    number      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id text NOT NULL,
    move        text NOT NULL,
    from_state  text NOT NULL,
    to_state    text NOT NULL,
    due_at      timestamptz,
    moved_at    timestamptz NOT NULL
);
CREATE INDEX moved_customer ON subscription.moved (customer_id, number);

CREATE TABLE subscription.notice (
    customer_id text NOT NULL,
    move        text NOT NULL,
    due_at      timestamptz NOT NULL,
    days        integer NOT NULL,
    readers     integer NOT NULL,
    sent_at     timestamptz NOT NULL,
    PRIMARY KEY (customer_id, move, due_at, days)
);

-- Instances that were taken off the air because of the subscription, and no others, come back with it.
CREATE TABLE subscription.withheld (
    instance_id text PRIMARY KEY,
    customer_id text NOT NULL,
    was         text NOT NULL CHECK (was IN ('running', 'stopped'))
);
CREATE INDEX withheld_customer ON subscription.withheld (customer_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON subscription.subscription, subscription.withheld TO casemate_control;
-- Deleted of drills' canaries alone.
GRANT SELECT, INSERT, DELETE ON subscription.moved, subscription.notice TO casemate_control;

-- Who is here already stays as they are: no promise names what they have, so that nothing of theirs is due until they
-- have one of the offers.
INSERT INTO offer.version (name, version, kind, titles, price_minor, currency, term, memory_bytes, users, trial_days, regions,
    bound_as, since)
SELECT 'before', 1, 'free', '{"en":"From before offers","fr":"D’avant les offres","pl":"Sprzed ofert"}', 0, 'EUR', 'month', 1099511627776,
    100000, 0, '', 'before', now()
WHERE EXISTS (SELECT 1 FROM account.customer);
INSERT INTO offer.sale (name, version, on_sale) SELECT 'before', 1, false WHERE EXISTS (SELECT 1 FROM account.customer);
INSERT INTO subscription.subscription (customer_id, offer, version, bound_as, state, since, anchor_at, active_at)
SELECT id, 'before', 1, 'before', 'free', now(), now(), now() FROM account.customer;
