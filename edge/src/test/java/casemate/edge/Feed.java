package casemate.edge;

import casemate.wire.Defence;
import casemate.wire.EdgeSnapshot;
import casemate.wire.EndedPasses;
import casemate.wire.Route;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import casemate.wire.SnapshotKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Control's side of the wire, in a test's hand: says what it is told to say, in that order.
final class Feed implements SnapshotFeed {
    /// Tests all come from one address, and faster than people.
    static final Defence HURRIED =
            new Defence(30, Duration.ofMinutes(1), Duration.ofMinutes(10), 100_000, false, List.of(), List.of());

    private final LinkedBlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
    private final SnapshotKey key;
    private volatile boolean down;

    Feed(SnapshotKey key) {
        this.key = key;
    }

    void say(long version, Route... routes) {
        said.add(signed(key, version, routes));
    }

    void say(long version, Defence defence, Route... routes) {
        say(new EdgeSnapshot(version, Instant.EPOCH, List.of(routes), defence));
    }

    void say(long version, EndedPasses ended, Route... routes) {
        say(new EdgeSnapshot(version, Instant.EPOCH, List.of(routes), HURRIED, ended));
    }

    private void say(EdgeSnapshot snapshot) {
        said.add(SignedSnapshot.sign(SignedSnapshot.Audience.EDGE, snapshot.encode(), key));
    }

    void sayRaw(byte[] bytes) {
        said.add(bytes);
    }

    void down() {
        down = true;
    }

    static byte[] signed(SnapshotKey key, long version, Route... routes) {
        EdgeSnapshot snapshot = new EdgeSnapshot(version, Instant.EPOCH, List.of(routes), HURRIED);
        return SignedSnapshot.sign(SignedSnapshot.Audience.EDGE, snapshot.encode(), key);
    }

    @Override
    public Optional<byte[]> newer(long version, Duration wait) throws InterruptedException {
        if (down) {
            throw new IllegalStateException("control is down");
        }
        return Optional.ofNullable(said.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
    }
}
