package casemate.control.policy;

import java.time.Instant;
import java.util.Optional;

/// A promise that a drill found broken. It stays in the list, recovered or not.
///
/// @param evidence the run that found it
/// @param recovered when the drill found the promise kept again
public record DrillFinding(
        String drill, String promise, String evidence, String why, Instant opened, Optional<Instant> recovered) {}
