-- The outbox: a message is written in the transaction of the change that causes it, and sent later.
CREATE SCHEMA mail;
GRANT USAGE ON SCHEMA mail TO casemate_control;

CREATE TABLE mail.message (
    id         text PRIMARY KEY,
    recipient  text NOT NULL,
    subject    text NOT NULL,
    plain      text NOT NULL,
    html       text NOT NULL,
    state      text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    tries      integer NOT NULL,
    due_at     timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    sent_at    timestamptz,
    problem    text
);
CREATE INDEX message_due ON mail.message (due_at) WHERE state = 'waiting';
CREATE INDEX message_created ON mail.message (created_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON mail.message TO casemate_control;
