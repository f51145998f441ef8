package casemate.agent.volume;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Keeps what the file system in a file still takes below what the host's disk still has. A loop device that finds
/// no room can only say that writing failed, and the file system in it turns read-only for everybody; told in time
/// how much to hold back (`reserved_clusters`), it says *no space left* to whoever writes, and takes more when there
/// is room again.
///
/// What was taken inside and has not reached the disk yet, whether it waits in memory or was only promised
/// (`fallocate`), counts as if it had. So between two looks nobody but the host's own programs can use up the rest:
/// for them is the margin.
///
/// A kernel that is short of room drops the orders by which it would give removed blocks back to the disk, and never
/// makes them again (`ext4_discard_work`). So where room is short and the file holds more than what lies in it, all
/// that is free inside is given back once more (`FITRIM`).
final class SpaceGuard implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SpaceGuard.class.getName());
    /// A program that writes a gigabyte in this time meets a disk that takes it in no faster.
    private static final Duration EVERY = Duration.ofSeconds(1);
    /// The house's own database, ledger and journals go on in this room: a twentieth of the disk, within bounds.
    private static final int MARGIN_PART = 20;

    /// What small files take beside their bytes, as inodes that are made when they are needed.
    private static final int OWN_PART = 16;

    private static final long LEAST_MARGIN = 16L << 20;
    private static final long MOST_MARGIN = 1L << 30;

    /// Room is short when volumes may take less than this many margins.
    private static final int SHORT_MARGINS = 4;
    /// Less than this is not worth a walk over all block groups.
    private static final long WORTH_BYTES = 1L << 20;

    /// What is walked through in one look, so that the next one comes in time.
    private static final long STEP_BYTES = 64L << 30;

    private static final Duration BETWEEN_WALKS = Duration.ofSeconds(10);

    private final FileStore outer;
    private final FileStore inner;
    private final Path image;
    private final Path root;
    private final Path reserve;
    private final Kernel kernel = new Kernel();
    private final Thread watch =
            Thread.ofPlatform().daemon().name("agent-volume-space").unstarted(this::watch);
    private long held = -1;
    private boolean full;
    private boolean trims = true;
    private long kept;
    private long leftBefore;
    private long next;
    private long walked = System.nanoTime() - BETWEEN_WALKS.toNanos();

    private SpaceGuard(Path image, Path root, Path reserve) throws IOException {
        this.outer = Files.getFileStore(image);
        this.inner = Files.getFileStore(root);
        this.image = image;
        this.root = root;
        this.reserve = reserve;
    }

    /// @param root where the image is mounted
    /// @throws IOException when the kernel takes no such order
    static SpaceGuard begin(Path image, Path root, Path reserve) throws IOException {
        SpaceGuard guard = new SpaceGuard(image, root, reserve);
        guard.turn();
        guard.watch.start();
        return guard;
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                try {
                    turn();
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "the disk of the volumes is not watched: {0}", e.getMessage());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Looks, and tells the kernel when something has changed.
    synchronized void turn() throws IOException {
        long free = inner.getUnallocatedSpace();
        long takes = Math.min(takes(free), free);
        long clusters = (free - takes) / inner.getBlockSize();
        if (clusters != held) {
            Files.writeString(reserve, Long.toString(clusters));
            held = clusters;
        }
        if (full != (takes == 0)) {
            full = takes == 0;
            LOG.log(
                    full ? System.Logger.Level.ERROR : System.Logger.Level.INFO,
                    full
                            ? "the disk below {0} is full: volumes take no more until there is room on it"
                            : "there is room on the disk below {0} again",
                    image);
        }
        if (trims && takes < SHORT_MARGINS * margin()) {
            try {
                giveBack();
            } catch (Kernel.Failed e) {
                trims = false;
                LOG.log(
                        System.Logger.Level.WARNING,
                        "what is removed from {0} may stay on the disk: {1}",
                        image,
                        e.getMessage());
            }
        }
    }

    /// What volumes may take beyond what they have. The disk is looked at last: what reaches it meanwhile counts twice
    /// and never not at all.
    private long takes(long free) throws IOException {
        long unwritten = Math.max(0, -surplus(free));
        long room = outer.getUsableSpace() - margin() - unwritten;
        return Math.max(0, room - room / OWN_PART);
    }

    /// By how much the image is larger on the disk than what lies in it: what the file system itself takes, and what
    /// was removed and not given back. Negative while something waits to be written.
    private long surplus(long free) throws IOException {
        return kernel.allocated(image) - (inner.getTotalSpace() - free);
    }

    /// Goes on with a walk through the image, or begins one where that is worth it. What was removed is given back
    /// only when the journal says so on the disk, some seconds later; so what a walk leaves is taken for the file
    /// system's own when two have left it.
    private void giveBack() throws IOException {
        boolean walking = next > 0;
        if (!walking
                && (surplus(inner.getUnallocatedSpace()) - kept < WORTH_BYTES
                        || System.nanoTime() - walked < BETWEEN_WALKS.toNanos())) {
            return;
        }
        kernel.trim(root, next, STEP_BYTES, inner.getBlockSize());
        next += STEP_BYTES;
        if (next >= inner.getTotalSpace()) {
            next = 0;
            walked = System.nanoTime();
            long left = surplus(inner.getUnallocatedSpace());
            kept = Math.min(left, leftBefore);
            leftBefore = left;
        }
    }

    private long margin() throws IOException {
        return Math.clamp(outer.getTotalSpace() / MARGIN_PART, LEAST_MARGIN, MOST_MARGIN);
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
