package casemate.trust;

import casemate.promise.Evidence;

/// Evidence and where in the ledger it lies.
record Recorded(long index, Evidence evidence) {}
