-- How many entries a customer has: directories ask for the total with every page, and counting a hundred thousand rows each time
-- is most of the work.
CREATE TABLE provision.tally (
    customer_id text PRIMARY KEY REFERENCES account.customer (id) ON DELETE CASCADE,
    entries     bigint NOT NULL
);
INSERT INTO provision.tally (customer_id, entries) SELECT customer_id, count(*) FROM provision.entry GROUP BY customer_id;
GRANT SELECT, INSERT, UPDATE ON provision.tally TO casemate_control;
