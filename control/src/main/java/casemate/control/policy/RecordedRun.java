package casemate.control.policy;

import casemate.base.Json;
import casemate.promise.State;
import java.time.Instant;

/// One run of a drill, as it was recorded.
///
/// @param id SHA-256 of the ledger leaf, in hexadecimal
/// @param policy SHA-256 of the policy file in force at the run
/// @param measured facts by short names
/// @param why one sentence; empty when kept
/// @param twin what the attack found where the control is switched off
public record RecordedRun(
        String id,
        String drill,
        String promise,
        String policy,
        State state,
        State twin,
        Json.Obj measured,
        String why,
        Instant started,
        Instant finished,
        Instant freshUntil) {}
