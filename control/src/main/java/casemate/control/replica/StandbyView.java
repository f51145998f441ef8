package casemate.control.replica;

import casemate.control.instance.Instance;
import java.time.Instant;
import java.util.Optional;

/// A standby as pages show it.
///
/// @param state a word of [Replica.State]
/// @param runs the region of the host on which the instance runs
/// @param stands the region of the other one
/// @param behind seconds by which the database is behind; empty before that is known
/// @param filesBehind the same for files
/// @param far whether it is farther behind than promised
/// @param moved when the instance moved last
/// @param detail why it does not go on, for operators; empty when it does
public record StandbyView(
        Instance instance,
        String state,
        String runs,
        String stands,
        Optional<Double> behind,
        Optional<Double> filesBehind,
        boolean far,
        Optional<Instant> moved,
        String detail) {}
