package casemate.control.account;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.web.Language;
import java.time.Instant;
import java.util.Optional;

/// Somebody who can sign in.
///
/// @param customer whose user they are; empty for an operator, the vendor's staff
public record Person(UserId id, Optional<CustomerId> customer, Email email, Language language, Instant createdAt) {}
