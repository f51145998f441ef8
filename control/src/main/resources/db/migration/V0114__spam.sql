-- How many forms of strangers were refused on which day, and for which signs. Nothing about who sent them.
CREATE SCHEMA spam;
GRANT USAGE ON SCHEMA spam TO casemate_control;

CREATE TABLE spam.refused (
    day   date NOT NULL,
    sign  text NOT NULL,                  -- 'all' counts each form once
    forms bigint NOT NULL,
    PRIMARY KEY (day, sign)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON spam.refused TO casemate_control;
