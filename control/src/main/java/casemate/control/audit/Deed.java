package casemate.control.audit;

import java.time.Instant;

/// Where a page of a customer's events begins: after the last one seen. Numbers of rows are not shown to customers, for
/// they tell how much happens at others'.
///
/// @param at when that one was
/// @param same how many of that very moment were seen
public record Deed(Instant at, int same) {
    /// Before which everything is.
    public static final Deed NEWEST = new Deed(Instant.ofEpochSecond(1L << 35), 0);
}
