package casemate.control.account;

import casemate.base.CustomerId;
import java.time.Instant;

/// One customer.
///
/// @param email of its first user: where the platform writes to
/// @param readable whether its details are all there; without its key, what was sealed is not
public record Customer(CustomerId id, Email email, Details details, boolean readable, Instant createdAt) {}
