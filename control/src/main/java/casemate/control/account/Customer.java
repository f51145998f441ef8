package casemate.control.account;

import casemate.base.CustomerId;
import java.time.Instant;

/// One customer.
///
/// @param email of its first user: where the platform writes to
public record Customer(CustomerId id, Email email, Details details, Instant createdAt) {}
