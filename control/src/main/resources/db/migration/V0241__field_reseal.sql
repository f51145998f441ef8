-- What seals anew writes the sealed column, and nothing else.
GRANT UPDATE (sealed) ON client.signing_key TO casemate_control;
GRANT UPDATE (sealed_key) ON backup.repository TO casemate_control;
