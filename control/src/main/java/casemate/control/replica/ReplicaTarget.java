package casemate.control.replica;

import casemate.promise.Region;
import casemate.promise.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Standbys as they are told of now.
///
/// @param standings asked for again and again
/// @param most how far one may be behind, and for how long it is waited for
/// @param region where they have to be
/// @param pause between two looks
record ReplicaTarget(Supplier<List<Standing>> standings, Duration most, Optional<Region> region, Pause pause)
        implements Target {
    /// One standby.
    ///
    /// @param region of its host; empty when nobody said
    /// @param apart whether its host is another machine than the instance's
    /// @param replayed what was committed at the instance before this is at the standby
    /// @param files what changed among the instance's files before this is there, too
    record Standing(Optional<Region> region, boolean apart, Optional<Instant> replayed, Optional<Instant> files) {
        /// All of what was written before is there; empty as long as that is not known.
        Optional<Instant> reached() {
            return replayed.flatMap(data -> files.map(laid -> laid.isBefore(data) ? laid : data));
        }
    }

    /// Waits a little.
    interface Pause {
        void rest() throws InterruptedException;
    }
}
