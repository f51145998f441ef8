package casemate.edge;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import casemate.wire.EdgeSnapshot;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Keeps the routes true: the last snapshot from disk at the start, then every newer one that control signs. When
/// control is away, what is at hand goes on.
final class SnapshotKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// One long poll; short enough that a dead connection is noticed.
    private static final Duration WAIT = Duration.ofSeconds(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    /// How late a change may come after control is back.
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Path file;
    private final byte[] controlKey;
    private final SnapshotFeed feed;
    private final Routes routes;
    private final Consumer<EdgeSnapshot> applied;
    private final Thread thread;
    private volatile long inForce = -1;
    private volatile boolean stopping;

    SnapshotKeeper(Path file, byte[] controlKey, SnapshotFeed feed, Routes routes, Consumer<EdgeSnapshot> applied) {
        this.file = file;
        this.controlKey = controlKey.clone();
        this.feed = feed;
        this.routes = routes;
        this.applied = applied;
        this.thread = Thread.ofVirtual().name("edge-snapshots").unstarted(this::follow);
    }

    /// Follows control from now on.
    void start() {
        thread.start();
    }

    /// Puts the last snapshot in force again, once, before the start. A file that cannot be believed leaves the edge
    /// without routes, and says so; control's next snapshot mends it.
    void load() {
        try {
            if (!Files.exists(file)) {
                return;
            }
            if (Files.size(file) > EdgeSnapshot.MAX_BYTES) {
                throw Refusal.invalid("snapshot-too-large", "it is larger than any snapshot");
            }
            accept(Files.readAllBytes(file), false);
            LOG.log(System.Logger.Level.INFO, "serving snapshot {0} from disk", routes.version());
        } catch (IOException | Refusal e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the snapshot on disk cannot be used ({0}); serving no host until control sends one",
                    e.getMessage());
        }
    }

    private void follow() {
        Duration pause = FIRST_PAUSE;
        while (!stopping) {
            try {
                Optional<byte[]> next = feed.newer(routes.version(), WAIT);
                if (next.isPresent()) {
                    accept(next.get(), true);
                }
                pause = FIRST_PAUSE;
            } catch (InterruptedException _) {
                return;
            } catch (Refusal e) {
                LOG.log(System.Logger.Level.ERROR, "a snapshot was refused: {0}", e.text());
                pause = rest(pause);
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "no news from control, serving on: {0}", e.toString());
                pause = rest(pause);
            }
        }
    }

    /// On disk first, then in force: after a crash the edge is never older than what it has served.
    private void accept(byte[] signed, boolean keep) throws IOException {
        EdgeSnapshot snapshot =
                EdgeSnapshot.decode(SignedSnapshot.open(SignedSnapshot.Audience.EDGE, signed, controlKey));
        if (snapshot.version() <= routes.version()) {
            throw Refusal.conflict(
                    "snapshot-old",
                    "Snapshot " + snapshot.version() + " is not newer than " + routes.version()
                            + ", which is in force; it was not applied.");
        }
        if (keep) {
            DurableFile.write(file, signed);
        }
        routes.replace(snapshot);
        applied.accept(snapshot);
        inForce = snapshot.version();
    }

    /// The version that all parts of the edge follow; -1 for none.
    long inForce() {
        return inForce;
    }

    private Duration rest(Duration pause) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException _) {
            stopping = true;
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    @Override
    public void close() {
        stopping = true;
        thread.interrupt();
        try {
            thread.join(STOP_LIMIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
