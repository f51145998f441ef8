package casemate.wire;

import java.time.Duration;
import java.util.Optional;

/// Where a program gets its snapshot: control answers it, in one process or over mutual TLS.
public interface SnapshotFeed {
    /// Waits for a snapshot newer than the given version.
    ///
    /// @param version the one at hand; -1 for none
    /// @param wait how long at most; bounded by the caller
    /// @return a [SignedSnapshot], or empty when nothing newer came in time
    Optional<byte[]> newer(long version, Duration wait) throws InterruptedException;
}
