package casemate.control.policy;

import casemate.promise.Cadence;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.State;
import java.time.Instant;
import java.util.Optional;

/// How a drill stands now.
///
/// @param promised whether the policy in force makes its promise
/// @param last its last run
/// @param now what that run is worth now: a stale green is unproved
/// @param next when it is due
public record DrillStanding(
        String drill,
        PromiseId promise,
        boolean promised,
        ProofKind proof,
        Cadence cadence,
        Optional<RecordedRun> last,
        State now,
        Instant next,
        boolean running) {}
