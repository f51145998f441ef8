package casemate.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Makes the tiles of a finished journal durable in the background, then removes the journal: the only place
/// where tiles are synced, so appends never wait for it.
final class Settler implements AutoCloseable {
    /// Partial forms of one bundle may take this much; the C2SP layout would have all 255 kept until the bundle is
    /// full.
    static final long MAX_PARTIAL_BYTES = 64L << 20;

    /// Closing waits this long for the disk; what is left, recovery does.
    private static final int CLOSE_SECONDS = 60;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Disk disk;
    private final Path directory;
    private final TileFiles tiles;
    private final Publication publication;
    private final Deque<Job> jobs = new ArrayDeque<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("casemate-ledger-settler").daemon().factory());

    Settler(Disk disk, Path directory, TileFiles tiles, Publication publication) {
        this.disk = disk;
        this.directory = directory;
        this.tiles = tiles;
        this.publication = publication;
    }

    /// The work of one journal.
    ///
    /// @param journal to be removed at the end
    /// @param full tiles that became full while it was written
    /// @param partial tiles of the size at which it ended
    /// @param size that size
    record Job(Path journal, List<String> full, List<String> partial, long size) {}

    void submit(Job job) {
        synchronized (jobs) {
            jobs.add(job);
        }
        retry();
    }

    /// Journals that wait to be settled.
    int backlog() {
        synchronized (jobs) {
            return jobs.size();
        }
    }

    /// Asks for another try at what failed before.
    void retry() {
        thread.execute(this::drain);
    }

    private void drain() {
        try {
            for (Job job = peek(); job != null; job = peek()) {
                settle(job);
                synchronized (jobs) {
                    jobs.remove();
                    jobs.notifyAll();
                }
            }
        } catch (IOException e) {
            // The journals stay, so nothing is lost; the writer asks again, and refuses entries when too many pile up.
            System.getLogger(Settler.class.getName())
                    .log(System.Logger.Level.WARNING, "the ledger's tiles could not be synced; trying again", e);
        }
    }

    private @org.jspecify.annotations.Nullable Job peek() {
        synchronized (jobs) {
            return jobs.peek();
        }
    }

    private void settle(Job job) throws IOException {
        List<String> names = new ArrayList<>(job.full());
        names.addAll(job.partial());
        names.add(LedgerReader.CHECKPOINT);
        List<Path> checkpoints = publication.outdated();
        tiles.sync(names);
        publication.release(checkpoints);
        disk.delete(job.journal());
        disk.syncDirectory(directory.resolve(Journal.DIRECTORY));
        // Only now: until the journal was gone, recovery could have begun at a size that needs the partial forms.
        tiles.retirePartials(job.full(), job.size(), MAX_PARTIAL_BYTES);
    }

    /// Waits until nothing is left to settle, or the time is up.
    void await(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        synchronized (jobs) {
            while (!jobs.isEmpty()) {
                long left = (deadline - System.nanoTime()) / NANOS_PER_MILLI;
                if (left <= 0) {
                    return;
                }
                jobs.wait(left);
            }
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
