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

    private final FileStore outer;
    private final FileStore inner;
    private final Path image;
    private final Path reserve;
    private final Kernel kernel = new Kernel();
    private final Thread watch =
            Thread.ofPlatform().daemon().name("agent-volume-space").unstarted(this::watch);
    private long held = -1;
    private boolean full;

    private SpaceGuard(Path image, Path root, Path reserve) throws IOException {
        this.outer = Files.getFileStore(image);
        this.inner = Files.getFileStore(root);
        this.image = image;
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
        long unwritten = Math.max(0, inner.getTotalSpace() - free - kernel.allocated(image));
        long room = outer.getUsableSpace() - margin() - unwritten;
        long takes = Math.clamp(room - room / OWN_PART, 0, free);
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
    }

    private long margin() throws IOException {
        return Math.clamp(outer.getTotalSpace() / MARGIN_PART, LEAST_MARGIN, MOST_MARGIN);
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
