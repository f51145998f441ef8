package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Group commit: whatever waits becomes one batch with one signature and one fsync. The order is what recovery relies
/// on:
/// journal (synced), tiles, checkpoint, answers. One thread runs it.
final class Committer {
    /// A batch is held in memory three times over while it is written.
    private static final int MAX_BATCH_BYTES = 8 << 20;

    /// When to begin a new journal: recovery reads and writes again what this holds.
    private static final long JOURNAL_BYTES = 32L << 20;

    /// Past this the disk refuses to settle, and so do we.
    private static final long MAX_JOURNAL_BYTES = 128L << 20;

    private static final Duration SETTLE_AFTER = Duration.ofSeconds(2);

    private final Disk disk;
    private final Path directory;
    private final LogSigner signer;
    private final TileFiles tiles;
    private final Settler settler;
    private final Publication publication;
    private final Counters counters;
    private final int maxBatch;
    private final BlockingQueue<Pending> queue;

    private Edge edge;
    private Journal journal;
    private List<String> full = new ArrayList<>();
    private long unsettledBytes;
    private long unsettledSince;
    private @Nullable LedgerException broken;
    private volatile boolean closing;
    private volatile boolean stopped;

    Committer(
            Disk disk,
            Path directory,
            LogSigner signer,
            Settler settler,
            Recovery.Recovered recovered,
            LedgerOptions options,
            Counters counters) {
        this.disk = disk;
        this.directory = directory;
        this.signer = signer;
        this.tiles = recovered.tiles();
        this.settler = settler;
        this.publication = recovered.publication();
        this.edge = recovered.edge();
        this.journal = recovered.journal();
        this.counters = counters;
        this.maxBatch = options.maxBatch();
        this.queue = new LinkedBlockingQueue<>(options.maxWaiting());
    }

    /// Lines an entry up, waiting at most so long for a place.
    void offer(Pending pending, Duration wait) throws InterruptedException {
        boolean placed = !closing && queue.offer(pending, wait.toNanos(), TimeUnit.NANOSECONDS);
        if (closing || stopped) {
            pending.refuse(closed());
        } else if (!placed) {
            pending.refuse(busy());
        }
    }

    static LedgerException busy() {
        return new LedgerException(
                LedgerException.Reason.BUSY, "the ledger has too much waiting; this entry was not recorded: try again");
    }

    private static LedgerException closed() {
        return new LedgerException(LedgerException.Reason.CLOSED, "the ledger is closed; this entry was not recorded");
    }

    /// Lets what waits be recorded, then ends [#run()].
    void close() {
        closing = true;
        Pending wake = new Pending(new byte[0], System.nanoTime());
        wake.take();
        // A full queue wakes the writer as well.
        boolean ignored = queue.offer(wake);
    }

    void run() {
        try {
            while (!(closing && queue.isEmpty())) {
                List<Pending> batch = next();
                if (!batch.isEmpty()) {
                    commit(batch);
                }
                settleWhenDue();
            }
            rotate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The journal stays as it is, and recovery takes it from there.
            System.getLogger(Committer.class.getName())
                    .log(System.Logger.Level.WARNING, "the ledger closed with its journal unsettled", e);
        } finally {
            stopped = true;
            for (Pending left = queue.poll(); left != null; left = queue.poll()) {
                left.refuse(closed());
            }
            closeJournal(journal);
        }
    }

    private List<Pending> next() throws InterruptedException {
        List<Pending> batch = new ArrayList<>();
        Pending first = queue.poll(SETTLE_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        long now = System.nanoTime();
        int bytes = 0;
        for (Pending next = first; next != null; next = queue.poll()) {
            if (next.late(now)) {
                next.refuse(busy());
            } else if (next.take()) {
                batch.add(next);
                bytes += next.entry().length;
            }
            if (batch.size() == maxBatch || bytes >= MAX_BATCH_BYTES) {
                break;
            }
        }
        return batch;
    }

    private void commit(List<Pending> batch) {
        try {
            Checkpoint checkpoint = record(batch);
            long index = checkpoint.size() - batch.size();
            for (Pending pending : batch) {
                pending.done().complete(new Receipt(index++, checkpoint));
            }
        } catch (LedgerException e) {
            batch.forEach(pending -> pending.done().completeExceptionally(e));
        } catch (RuntimeException | Error e) {
            // A bug or no memory: what the files say is known only to recovery.
            broken = new LedgerException(
                    LedgerException.Reason.CLOSED, "the ledger stopped after a failure; open it anew", e);
            batch.forEach(pending -> pending.done().completeExceptionally(e));
        }
    }

    private Checkpoint record(List<Pending> batch) {
        if (broken != null) {
            throw broken;
        }
        if (journal.length() > MAX_JOURNAL_BYTES) {
            throw storage(new IOException("tiles cannot be made durable"));
        }
        Edge grown = edge.copy();
        List<byte[]> entries = new ArrayList<>(batch.size());
        for (Pending pending : batch) {
            grown.append(pending.leafHash(), pending.entry());
            entries.add(pending.entry());
        }
        Checkpoint checkpoint = signer.sign(grown.size(), grown.root());
        ByteBuffer record = new JournalRecord(edge.size(), entries, checkpoint).encode();
        long mark = journal.length();
        List<TileFile> files = grown.grown();
        try {
            journal.append(record);
            for (TileFile file : files) {
                tiles.write(file);
            }
            publication.publish(checkpoint);
        } catch (IOException e) {
            undo(mark, files, e);
            throw storage(e);
        }
        took(batch.size(), journal.length() - mark, files);
        edge = grown;
        return checkpoint;
    }

    private void took(int entries, long bytes, List<TileFile> files) {
        if (unsettledBytes == 0) {
            unsettledSince = System.nanoTime();
        }
        unsettledBytes += bytes;
        for (TileFile file : files) {
            unsettledBytes += file.length();
            if (file.full()) {
                full.add(file.name());
            }
        }
        counters.batch(entries);
    }

    /// Makes it as if the batch had never come; nobody saw it, since it was not published.
    private void undo(long mark, List<TileFile> files, IOException cause) {
        try {
            journal.undo(mark);
            for (TileFile file : files) {
                tiles.delete(file);
            }
        } catch (IOException e) {
            e.addSuppressed(cause);
            broken = new LedgerException(
                    LedgerException.Reason.CLOSED,
                    "the ledger's disk failed and the last batch could not be taken back; open the ledger anew to learn"
                            + " whether it was recorded",
                    e);
            throw broken;
        }
    }

    private static LedgerException storage(IOException cause) {
        return new LedgerException(
                LedgerException.Reason.STORAGE,
                "the ledger's disk refused the write (" + cause.getMessage()
                        + "); this entry was not recorded: make room and try again",
                cause);
    }

    private void settleWhenDue() throws InterruptedException {
        boolean due = unsettledBytes >= JOURNAL_BYTES
                || (unsettledBytes > 0 && System.nanoTime() - unsettledSince >= SETTLE_AFTER.toNanos());
        if (!due || broken != null) {
            return;
        }
        if (settler.backlog() > 0) {
            settler.retry();
            if (unsettledBytes < 2 * JOURNAL_BYTES) {
                return;
            }
            // Appenders outrun the disk: they wait here, rather than leave ever more to recovery.
            settler.await(SETTLE_AFTER);
        }
        try {
            rotate();
        } catch (IOException _) {
            // No room for a new journal: the old one goes on, and the next batch asks again.
            unsettledSince = System.nanoTime();
        }
    }

    /// Goes on in a new journal and has the old one settled.
    private void rotate() throws IOException {
        if (unsettledBytes == 0 || broken != null) {
            return;
        }
        Journal old = journal;
        journal = Journal.begin(disk, directory, old.number() + 1, publication.current());
        List<String> partial = edge.partials().stream().map(TileFile::name).toList();
        settler.submit(new Settler.Job(old.file(), full, partial, edge.size()));
        closeJournal(old);
        full = new ArrayList<>();
        unsettledBytes = 0;
    }

    private static void closeJournal(Journal journal) {
        try {
            journal.close();
        } catch (IOException e) {
            // Everything in it was synced when it was written.
            System.getLogger(Committer.class.getName()).log(System.Logger.Level.WARNING, "a journal did not close", e);
        }
    }
}
