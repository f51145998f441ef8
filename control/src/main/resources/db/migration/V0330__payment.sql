-- What is paid, by what, and what the payment provider says of it. No number of a card or an account ever comes here.
CREATE SCHEMA payment;
GRANT USAGE ON SCHEMA payment TO casemate_control;

-- Who a customer is to the provider.
CREATE TABLE payment.payer (
    customer_id text PRIMARY KEY,
    provider_id text NOT NULL UNIQUE,
    made_at     timestamptz NOT NULL
);

CREATE TABLE payment.means (
    id          text PRIMARY KEY,
    customer_id text NOT NULL,
    provider_id text NOT NULL UNIQUE,
    method      text NOT NULL CHECK (method IN ('card', 'sepa')),
    brand       text NOT NULL CHECK (brand ~ '^[a-z_]{1,20}$'),
    last4       text NOT NULL CHECK (last4 ~ '^[0-9A-Z]{4}$'),   -- not one more
    expires     text CHECK (expires ~ '^[0-9]{4}-[0-9]{2}$'),
    mandate     text CHECK (length(mandate) <= 40),
    added_at    timestamptz NOT NULL
);
CREATE INDEX means_customer ON payment.means (customer_id, added_at DESC);

-- Visits to the provider's hosted page.
CREATE TABLE payment.checkout (
    id          text PRIMARY KEY,
    customer_id text NOT NULL,
    opened_at   timestamptz NOT NULL,
    ended_at    timestamptz
);
CREATE INDEX checkout_customer ON payment.checkout (customer_id);

-- What is to be paid: one row for each invoice. `acting` is written before the provider is asked, with the number of the
-- attempt, which makes its key; whoever is killed in between asks again with the same key.
CREATE TABLE payment.charge (
    invoice_id  text PRIMARY KEY,           -- no reference: the invoice may be gone after its years
    customer_id text NOT NULL,
    title       text NOT NULL,              -- the invoice's number
    offer       text,                       -- that it pays for; empty for what is no plan
    amount      bigint NOT NULL CHECK (amount > 0),
    currency    text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    state       text NOT NULL CHECK (state IN ('wanted', 'acting', 'processing', 'paid', 'failed', 'wants-customer',
                                               'taken-back')),
    attempts    integer NOT NULL DEFAULT 0,
    means_id    text,                       -- the provider's, of the last attempt
    means_kind  text,
    failures    integer NOT NULL DEFAULT 0,
    failed_at   timestamptz,                -- the first time
    failure     text,
    payment_id  text UNIQUE,
    try_at      timestamptz,
    made_at     timestamptz NOT NULL,
    changed_at  timestamptz NOT NULL
);
CREATE INDEX charge_try ON payment.charge (try_at) WHERE try_at IS NOT NULL;
CREATE INDEX charge_customer ON payment.charge (customer_id, invoice_id DESC);
CREATE INDEX charge_changed ON payment.charge (changed_at);

-- What goes back.
CREATE TABLE payment.refund (
    id         text PRIMARY KEY,
    invoice_id text NOT NULL,
    payment_id text NOT NULL,
    amount     bigint NOT NULL CHECK (amount > 0),
    currency   text NOT NULL,
    cause      text NOT NULL CHECK (cause IN ('operator', 'paid-twice', 'too-late')),
    state      text NOT NULL CHECK (state IN ('wanted', 'done', 'failed')),
    provider_id text,
    try_at     timestamptz,
    made_at    timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);
CREATE INDEX refund_try ON payment.refund (try_at) WHERE try_at IS NOT NULL;
CREATE INDEX refund_invoice ON payment.refund (invoice_id);

CREATE TABLE payment.dispute (
    id         text PRIMARY KEY,
    invoice_id text,
    payment_id text NOT NULL,
    amount     bigint NOT NULL,
    currency   text NOT NULL,
    reason     text NOT NULL,
    state      text NOT NULL,
    due_at     timestamptz,
    changed_at timestamptz NOT NULL
);

-- What the provider told, once each, and when it was looked after.
CREATE TABLE payment.event (
    id          text PRIMARY KEY,
    kind        text NOT NULL,
    object_id   text NOT NULL,
    came        text NOT NULL CHECK (came IN ('webhook', 'list')),
    happened_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    tries       integer NOT NULL DEFAULT 0,
    try_at      timestamptz
);
CREATE INDEX event_try ON payment.event (try_at) WHERE try_at IS NOT NULL;
CREATE INDEX event_happened ON payment.event (happened_at);

-- When the next period of a paid plan is invoiced.
CREATE TABLE payment.renewal (
    customer_id text PRIMARY KEY,
    offer       text NOT NULL,
    version     integer NOT NULL,
    began_on    date NOT NULL,              -- periods are counted from here, so that a month's end stays one
    periods     integer NOT NULL,           -- that were invoiced
    next_on     date NOT NULL
);
CREATE INDEX renewal_next ON payment.renewal (next_on);

-- Each night's comparison with the provider.
CREATE TABLE payment.reconciliation (
    day     date PRIMARY KEY,
    looked  integer NOT NULL,
    mended  integer NOT NULL,
    odd     integer NOT NULL,               -- that nobody can explain
    ended_at timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON payment.payer, payment.means, payment.checkout, payment.charge, payment.refund,
    payment.dispute, payment.event, payment.renewal, payment.reconciliation TO casemate_control;
