package casemate.ledger;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/// The one writer of a log. An append returns once its entry is durable and readers see it; appends of many
/// threads share one signature and one fsync. Safe for any number of threads, virtual ones above all.
public final class Ledger implements AutoCloseable {
    /// The length of an entry is written in two bytes (C2SP tlog-tiles).
    public static final int MAX_ENTRY_BYTES = 65_535;

    private static final String LOCK = "lock";

    private final Path directory;
    private final VerifierKey verifierKey;
    private final FileChannel lock;
    private final Publication publication;
    private final Committer committer;
    private final Settler settler;
    private final Witnessing witnessing;
    private final Counters counters;
    private final Duration maxWait;
    private final Thread writer;

    private Ledger(Disk disk, Path directory, FileChannel lock, LogSigner signer, LedgerOptions options)
            throws IOException {
        this.directory = directory;
        this.verifierKey = signer.verifierKey();
        this.lock = lock;
        this.maxWait = options.maxWait();
        this.counters = new Counters();
        Recovery.Recovered recovered = Recovery.run(disk, directory, signer);
        this.publication = recovered.publication();
        this.settler = new Settler(disk, directory, recovered.tiles(), publication);
        this.committer = new Committer(disk, directory, signer, settler, recovered, options, counters);
        this.witnessing = new Witnessing(directory, publication, options);
        this.writer = Thread.ofPlatform().name("casemate-ledger").daemon().start(committer::run);
        witnessing.start();
    }

    /// Opens the ledger in a directory, or begins one there.
    ///
    /// @throws LedgerException `LOCKED`, `DAMAGED`, `WRONG_KEY` or `STORAGE`, in one line that says what to do
    public static Ledger open(Path directory, LogSigner signer) {
        return open(directory, signer, LedgerOptions.standard());
    }

    /// The same with witnesses or other bounds.
    public static Ledger open(Path directory, LogSigner signer, LedgerOptions options) {
        return open(directory, signer, options, new RealDisk());
    }

    static Ledger open(Path directory, LogSigner signer, LedgerOptions options, Disk disk) {
        try {
            Files.createDirectories(directory);
            FileChannel lock = lock(directory);
            try {
                return new Ledger(disk, directory, lock, signer, options);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LedgerException(
                    LedgerException.Reason.STORAGE,
                    directory + ": the ledger cannot be opened (" + e.getMessage() + "); make the directory writable,"
                            + " with room, and try again",
                    e);
        }
    }

    /// The lock goes with the channel, and with the process: after kill -9 nothing is left to clean up.
    private static FileChannel lock(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean held;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            held = false;
        }
        if (!held) {
            channel.close();
            throw new LedgerException(
                    LedgerException.Reason.LOCKED, directory + ": another program writes this ledger; stop it first");
        }
        return channel;
    }

    /// Appends one entry and waits until it is durable. After a [LedgerException] the entry is absent, unless
    /// the reason is `CLOSED` and the message says otherwise.
    public Receipt append(byte[] entry) {
        Pending pending = pending(entry);
        try {
            committer.offer(pending, maxWait);
            return await(pending);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            pending.refuse(new LedgerException(
                    LedgerException.Reason.INTERRUPTED, "interrupted; this entry was not recorded"));
            return settled(pending);
        }
    }

    /// The same without waiting. What is chained to the future runs on a virtual thread, so it cannot hold up the
    /// writer.
    public CompletableFuture<Receipt> appendAsync(byte[] entry) {
        Pending pending = pending(entry);
        try {
            committer.offer(pending, Duration.ZERO);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            pending.refuse(Committer.busy());
        }
        return pending.done().thenApplyAsync(Function.identity(), Thread::startVirtualThread);
    }

    private Pending pending(byte[] entry) {
        if (entry.length > MAX_ENTRY_BYTES) {
            throw new LedgerException(
                    LedgerException.Reason.TOO_LARGE,
                    "an entry has at most " + MAX_ENTRY_BYTES + " bytes, not " + entry.length);
        }
        return new Pending(entry, System.nanoTime() + maxWait.toNanos());
    }

    private Receipt await(Pending pending) throws InterruptedException {
        try {
            return pending.done().get(maxWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            pending.refuse(Committer.busy());
        } catch (ExecutionException _) {
            // Thrown below as what it is.
        }
        return settled(pending);
    }

    /// The outcome of an entry that the writer has taken up or that was given up: it comes, however slow the disk.
    private static Receipt settled(Pending pending) {
        try {
            return pending.done().join();
        } catch (java.util.concurrent.CompletionException e) {
            if (e.getCause() instanceof LedgerException cause) {
                // A new one, so that the trace shows this caller and not the writer alone.
                throw new LedgerException(cause.reason(), String.valueOf(cause.getMessage()), cause);
            }
            throw e;
        }
    }

    /// The newest published checkpoint.
    public Checkpoint checkpoint() {
        return publication.current();
    }

    /// Where its files lie, for whoever reads them as a stranger would.
    public Path directory() {
        return directory;
    }

    /// The public key that checks it.
    public VerifierKey verifierKey() {
        return verifierKey;
    }

    /// Reads what this ledger holds; any program may do so beside it.
    public LedgerReader reader() {
        return LedgerReader.open(directory);
    }

    /// How each witness is doing.
    public List<WitnessStatus> witnesses() {
        return witnessing.status();
    }

    public LedgerFigures figures() {
        return counters.figures();
    }

    /// Records what waits, makes all tiles durable, and lets the directory go.
    @Override
    public void close() {
        witnessing.close();
        committer.close();
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        settler.close();
        try {
            lock.close();
        } catch (IOException e) {
            // The lock ends with the process at the latest.
            System.getLogger(Ledger.class.getName()).log(System.Logger.Level.WARNING, "the lock did not close", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
