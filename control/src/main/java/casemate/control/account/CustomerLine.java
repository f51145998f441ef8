package casemate.control.account;

import casemate.base.CustomerId;
import java.time.Instant;
import java.util.Optional;

/// A customer in a list: what lies in clear, so that a list asks no key service.
///
/// @param email of its first user: where the platform writes to
public record CustomerLine(
        CustomerId id, Email email, Optional<String> company, Optional<String> country, Instant createdAt) {}
