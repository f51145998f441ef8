package casemate.control.step;

import casemate.control.account.Person;
import casemate.control.account.Token;

/// Somebody who is half-way in: their password was right.
///
/// @param token of the cookie that brought them here
/// @param known whether their browser signed in before
/// @param setUp whether they have no factor yet and must set one up
public record Half(Token token, Person person, boolean operator, boolean known, boolean setUp) {}
