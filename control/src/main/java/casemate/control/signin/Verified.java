package casemate.control.signin;

import casemate.control.account.Person;

/// Somebody whose password was right.
///
/// @param known whether their browser signed in before
public record Verified(Person person, boolean known) {}
