-- Whose account an event concerns, so that customers can be shown what was done in theirs. Written with the row; empty
-- for what concerns no one customer, and for rows from before. No reference: the audit outlives customers.
ALTER TABLE audit.event ADD COLUMN customer text;
CREATE INDEX event_customer ON audit.event (customer, at, number) WHERE customer IS NOT NULL;
