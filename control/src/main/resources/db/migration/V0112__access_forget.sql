-- Device names and notes of ranges are what people wrote: they go with the instance that they were about.
GRANT DELETE ON access.restriction, access.device TO casemate_control;
