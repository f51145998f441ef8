package casemate.trust;

import casemate.promise.State;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the ledger tells about one promise.
///
/// @param latest the newest outcome of each drill, for each subject
/// @param recent the newest outcomes, newest first
/// @param reds the newest that found the promise broken, newest first
/// @param trail where all outcomes lie
/// @param days the worst outcome of each day (UTC)
record Told(
        List<Recorded> latest,
        List<Recorded> recent,
        List<Recorded> reds,
        Trail trail,
        Map<LocalDate, State> days,
        Optional<Instant> lastKept,
        Optional<Instant> lastBroken) {

    /// Of a promise that no drill ever attacked.
    static Told nothing() {
        return new PromiseTrack().told();
    }
}
