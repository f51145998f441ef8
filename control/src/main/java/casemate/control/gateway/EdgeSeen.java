package casemate.control.gateway;

import java.time.Duration;
import java.time.Instant;

/// An edge as it reported last.
///
/// @param behind whether a newer snapshot is there for it
/// @param silent whether it has not reported for too long
public record EdgeSeen(String edge, long snapshot, Instant received, Duration ago, boolean behind, boolean silent) {}
