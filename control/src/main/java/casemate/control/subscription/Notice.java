package casemate.control.subscription;

import java.time.Instant;

/// A notice that was written before a move.
///
/// @param days ahead of it
/// @param readers to how many people
public record Notice(Move move, Instant due, int days, int readers, Instant sent) {}
