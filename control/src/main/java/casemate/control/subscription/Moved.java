package casemate.control.subscription;

import casemate.base.CustomerId;
import java.time.Instant;
import java.util.Optional;

/// A move that was made, or would be.
///
/// @param due when the clock had it; empty for an act
public record Moved(CustomerId customer, Move move, State from, State to, Optional<Instant> due, Instant at) {}
