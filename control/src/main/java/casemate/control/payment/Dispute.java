package casemate.control.payment;

import java.time.Instant;
import java.util.Optional;

/// A payment that a customer has gone to their bank about.
///
/// @param invoice that was paid by it
/// @param state in the provider's words, such as `needs_response`
/// @param due until when to answer at the provider's own pages
public record Dispute(
        String id,
        Optional<String> invoice,
        String payment,
        long amount,
        String currency,
        String reason,
        String state,
        Optional<Instant> due) {}
