package casemate.agent.link;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import casemate.wire.AgentSnapshot;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// Follows control's snapshots: verified, never older than the one at hand, on the disk before they are acted on. With
/// control away it works from the one on disk.
public final class SnapshotFollower implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    private static final Duration END_WAIT = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(SnapshotFollower.class.getName());

    private final SnapshotFeed feed;
    private final Consumer<AgentSnapshot> apply;
    private final Path kept;
    private final byte[] controlKey;
    private final Thread thread;
    private long version = -1;

    public SnapshotFollower(LinkConfig link, SnapshotFeed feed, Consumer<AgentSnapshot> apply) throws IOException {
        this.feed = feed;
        this.apply = apply;
        this.kept = link.data().resolve("snapshot");
        this.controlKey = Files.readAllBytes(link.controlKey());
        this.thread = Thread.ofVirtual().name("agent-feed").unstarted(this::follow);
    }

    /// Applies the snapshot on disk before it returns, then follows.
    public void begin() {
        if (Files.exists(kept)) {
            try {
                accept(Files.readAllBytes(kept), false);
            } catch (IOException | Refusal e) {
                LOG.log(System.Logger.Level.WARNING, "the snapshot on disk is not used: {0}", e.getMessage());
            }
        }
        thread.start();
    }

    private void follow() {
        Duration pause = FIRST_PAUSE;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Optional<byte[]> signed = feed.newer(version, WAIT);
                if (signed.isPresent()) {
                    accept(signed.get(), true);
                }
                pause = FIRST_PAUSE;
            } catch (InterruptedException _) {
                return;
            } catch (IOException | RuntimeException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
                LOG.log(System.Logger.Level.WARNING, "no snapshot from control: {0}", e.getMessage());
                if (!rest(pause)) {
                    return;
                }
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private static boolean rest(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    private void accept(byte[] signed, boolean keep) throws IOException {
        AgentSnapshot snapshot =
                AgentSnapshot.decode(SignedSnapshot.open(SignedSnapshot.Audience.AGENT, signed, controlKey));
        if (snapshot.version() <= version) {
            throw Refusal.conflict(
                    "snapshot-old",
                    "Snapshot " + snapshot.version() + " is not newer than " + version + "; it was not applied.");
        }
        if (keep) {
            DurableFile.write(kept, signed);
        }
        version = snapshot.version();
        try {
            apply.accept(snapshot);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
