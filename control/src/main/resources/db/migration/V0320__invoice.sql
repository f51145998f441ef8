-- Invoices and credit notes. Once issued nobody changes or takes away one: the program has no right to, and a trigger refuses
-- whoever has. Numbers have no gap: the counter only grows by one, and only together with its document.
CREATE SCHEMA invoice;
GRANT USAGE ON SCHEMA invoice TO casemate_control;

-- Who sells. Its details are public anyway; every document keeps those that it was issued with.
CREATE TABLE invoice.entity (
    id         text PRIMARY KEY,
    prefix     text NOT NULL UNIQUE CHECK (prefix ~ '^[A-Z0-9][A-Z0-9-]{0,9}$'),
    details    text NOT NULL,
    changed_at timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE (details, changed_at) ON invoice.entity TO casemate_control;

CREATE TABLE invoice.series (
    entity_id text PRIMARY KEY REFERENCES invoice.entity (id),
    serial    bigint NOT NULL CHECK (serial >= 0)
);
GRANT SELECT, INSERT, UPDATE (serial) ON invoice.series TO casemate_control;

CREATE TABLE invoice.document (
    id             text PRIMARY KEY,
    entity_id      text NOT NULL REFERENCES invoice.entity (id),
    serial         bigint NOT NULL CHECK (serial > 0),
    number         text NOT NULL UNIQUE,
    kind           text NOT NULL CHECK (kind IN ('invoice', 'credit-note')),
    credits        text REFERENCES invoice.document (id),   -- the invoice that a credit note takes back
    cause          text NOT NULL,            -- what it was issued for; one document for each
    customer_id    text NOT NULL,            -- no reference: it outlives the customer
    currency       text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    net            bigint NOT NULL CHECK (net >= 0),
    tax            bigint NOT NULL CHECK (tax >= 0),
    issued_on      date NOT NULL,
    due_on         date NOT NULL,
    issued_at      timestamptz NOT NULL,
    kept_until     date NOT NULL CHECK (kept_until >= issued_on),
    content_sha256 bytea NOT NULL CHECK (length(content_sha256) = 32),
    UNIQUE (entity_id, serial),
    UNIQUE (entity_id, cause),
    CHECK ((kind = 'credit-note') = (credits IS NOT NULL))
);
CREATE INDEX document_customer ON invoice.document (customer_id, id DESC);
CREATE INDEX document_credits ON invoice.document (credits) WHERE credits IS NOT NULL;
CREATE INDEX document_kept ON invoice.document (kept_until);
GRANT SELECT, INSERT ON invoice.document TO casemate_control;

-- What a document says, and how it looks on paper, under the platform's key: a customer's goes with the customer. Only the
-- sealing may change, when keys do; what was sealed is told by the hashes.
CREATE TABLE invoice.content (
    document_id text PRIMARY KEY REFERENCES invoice.document (id),
    sealed      bytea NOT NULL
);
GRANT SELECT, INSERT, UPDATE (sealed) ON invoice.content TO casemate_control;

CREATE TABLE invoice.paper (
    document_id  text PRIMARY KEY REFERENCES invoice.document (id),
    paper_sha256 bytea NOT NULL CHECK (length(paper_sha256) = 32),
    sealed       bytea NOT NULL,
    made_at      timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE (sealed) ON invoice.paper TO casemate_control;

-- Those that wait for their paper and the letter about it.
CREATE TABLE invoice.waiting (
    document_id text PRIMARY KEY REFERENCES invoice.document (id),
    due_at      timestamptz NOT NULL
);
CREATE INDEX waiting_due ON invoice.waiting (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON invoice.waiting TO casemate_control;

CREATE FUNCTION invoice.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was issued stays as it is' USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION invoice.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT d.kept_until >= current_date FROM invoice.document d WHERE d.id = OLD.document_id) THEN
        RAISE EXCEPTION 'it is kept by law' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION invoice.keep_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.kept_until >= current_date THEN
        RAISE EXCEPTION 'it is kept by law' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER unchanged BEFORE UPDATE ON invoice.document FOR EACH ROW EXECUTE FUNCTION invoice.refuse();
CREATE TRIGGER kept BEFORE DELETE ON invoice.document FOR EACH ROW EXECUTE FUNCTION invoice.keep_document();
CREATE TRIGGER kept BEFORE DELETE ON invoice.content FOR EACH ROW EXECUTE FUNCTION invoice.keep();
CREATE TRIGGER kept BEFORE DELETE ON invoice.paper FOR EACH ROW EXECUTE FUNCTION invoice.keep();
CREATE TRIGGER whole BEFORE TRUNCATE ON invoice.document EXECUTE FUNCTION invoice.refuse();
CREATE TRIGGER whole BEFORE TRUNCATE ON invoice.content EXECUTE FUNCTION invoice.refuse();
CREATE TRIGGER whole BEFORE TRUNCATE ON invoice.paper EXECUTE FUNCTION invoice.refuse();
CREATE TRIGGER unchanged BEFORE UPDATE OF document_id, paper_sha256, made_at ON invoice.paper
    FOR EACH ROW EXECUTE FUNCTION invoice.refuse();

-- At the commit: a number that was taken has its document.
CREATE FUNCTION invoice.no_gap() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial <> OLD.serial + 1
        OR NOT EXISTS (SELECT FROM invoice.document d WHERE d.entity_id = NEW.entity_id AND d.serial = NEW.serial) THEN
        RAISE EXCEPTION 'a number without its document' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_gap AFTER UPDATE ON invoice.series DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION invoice.no_gap();

-- And a document has the number that was taken.
CREATE FUNCTION invoice.in_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.serial <> (SELECT s.serial FROM invoice.series s WHERE s.entity_id = NEW.entity_id) THEN
        RAISE EXCEPTION 'a document out of turn' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER in_turn BEFORE INSERT ON invoice.document FOR EACH ROW EXECUTE FUNCTION invoice.in_turn();

-- The only way out, when the years are over: with the owner's rights, and no argument to get wrong.
CREATE FUNCTION invoice.forget_ended() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    forgotten bigint;
BEGIN
    DELETE FROM invoice.waiting w USING invoice.document d WHERE d.id = w.document_id AND d.kept_until < current_date;
    DELETE FROM invoice.paper p USING invoice.document d WHERE d.id = p.document_id AND d.kept_until < current_date;
    DELETE FROM invoice.content c USING invoice.document d WHERE d.id = c.document_id AND d.kept_until < current_date;
    -- An invoice waits for its last credit note.
    DELETE FROM invoice.document d WHERE d.kept_until < current_date AND d.kind = 'credit-note';
    DELETE FROM invoice.document d WHERE d.kept_until < current_date
        AND NOT EXISTS (SELECT FROM invoice.document c WHERE c.credits = d.id);
    GET DIAGNOSTICS forgotten = ROW_COUNT;
    RETURN forgotten;
END $$;
REVOKE ALL ON FUNCTION invoice.forget_ended() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invoice.forget_ended() TO casemate_control;
