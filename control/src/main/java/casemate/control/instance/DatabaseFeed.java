package casemate.control.instance;

import casemate.base.Wakeup;
import casemate.wire.SnapshotFeed;
import java.time.Duration;
import java.util.Optional;

/// Hands out the newest snapshot of one audience. A change made by this process wakes it at once; one made by another
/// replica is found by looking at one small row.
final class DatabaseFeed implements SnapshotFeed {
    /// How late another replica's change may be noticed; two reads a second per waiting program cost nothing.
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    /// Nobody waits longer in one call, whatever it asks for: a lost caller frees its thread.
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final Snapshots snapshots;
    private final Snapshots.Kind kind;
    private final String host;
    private final Wakeup wakeup;

    DatabaseFeed(Snapshots snapshots, Snapshots.Kind kind, String host, Wakeup wakeup) {
        this.snapshots = snapshots;
        this.kind = kind;
        this.host = host;
        this.wakeup = wakeup;
    }

    @Override
    public Optional<byte[]> newer(long version, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + min(wait, LONGEST_WAIT).toNanos();
        while (true) {
            long seen = wakeup.count();
            Optional<byte[]> newer = snapshots.newerThan(kind, host, version);
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (newer.isPresent() || !left.isPositive()) {
                return newer;
            }
            wakeup.await(seen, min(left, LOOK_EVERY));
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
