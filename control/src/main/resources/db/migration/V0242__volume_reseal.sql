-- A customer's new key seals the keys of their volumes again.
GRANT UPDATE (sealed_key) ON volume.volume TO casemate_control;
