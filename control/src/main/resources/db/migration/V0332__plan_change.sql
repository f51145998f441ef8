-- Changes of a paid plan by its customer. What was found when it was confirmed is laid down, and is what counts.
CREATE TABLE payment.plan_change (
    id            text PRIMARY KEY,
    customer_id   text NOT NULL,
    from_offer    text NOT NULL,
    from_version  integer NOT NULL,
    to_offer      text NOT NULL,
    to_version    integer NOT NULL,
    state         text NOT NULL CHECK (state IN ('charging', 'waiting', 'taken', 'given-up')),
    on_day        date NOT NULL,            -- the first day of the new plan
    invoice_id    text UNIQUE,              -- for the rest of the period, of a change at once
    credited_id   text,                     -- the invoice of which the rest goes back
    credit_net    bigint NOT NULL DEFAULT 0 CHECK (credit_net >= 0),
    credit_text   text NOT NULL DEFAULT '',
    began_on      date NOT NULL,            -- of the renewal as the change leaves it
    periods       integer NOT NULL,
    next_on       date NOT NULL,
    made_at       timestamptz NOT NULL,
    changed_at    timestamptz NOT NULL,
    CHECK ((state = 'waiting') <= (invoice_id IS NULL)),
    CHECK ((state = 'charging') <= (invoice_id IS NOT NULL))
);
-- One at a time.
CREATE UNIQUE INDEX plan_change_open ON payment.plan_change (customer_id) WHERE state IN ('charging', 'waiting');
CREATE INDEX plan_change_customer ON payment.plan_change (customer_id);
CREATE INDEX plan_change_charging ON payment.plan_change (made_at) WHERE state = 'charging';

-- Several means: the one that was chosen, or added, last is used.
ALTER TABLE payment.means ADD COLUMN chosen_at timestamptz;
UPDATE payment.means SET chosen_at = added_at;
ALTER TABLE payment.means ALTER COLUMN chosen_at SET NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON payment.plan_change TO casemate_control;
