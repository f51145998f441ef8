package casemate.control.erasure;

import casemate.promise.Target;

/// Who erases: the real steps, or a twin's, which leave the customer's key and letters.
record ErasureTarget(Advance advance) implements Target {}
