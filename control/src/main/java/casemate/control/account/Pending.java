package casemate.control.account;

import casemate.control.web.Language;

/// A sign-up that waits for its confirmation.
///
/// @param sends letters so far
record Pending(String id, Email email, String verifier, Language language, Details details, int sends) {}
