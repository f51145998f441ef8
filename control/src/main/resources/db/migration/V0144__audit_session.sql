-- By which session or token something was done, so that people can be shown from where: network and device lie with the session alone
-- and go with it. Empty for rows from before and for what a program did on its own.
ALTER TABLE audit.event ADD COLUMN session text;

-- A customer's list is narrowed to one person (all operators and all programs count as one each), or to the rooms of one kind of act.
CREATE INDEX event_customer_who ON audit.event
    (customer, (CASE WHEN actor LIKE 'customer:%' THEN actor ELSE split_part(actor, ':', 1) END), at, number)
    WHERE customer IS NOT NULL;
CREATE INDEX event_customer_room ON audit.event (customer, split_part(action, '.', 1), at, number) WHERE customer IS NOT NULL;
