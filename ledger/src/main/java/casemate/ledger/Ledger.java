package casemate.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The one writer of a log: appends entries, signs what it has. An append returns when the entry is durable and readers
/// see it.
public final class Ledger implements AutoCloseable {
    /// The length of an entry is written in two bytes (C2SP tlog-tiles).
    public static final int MAX_ENTRY_BYTES = 65_535;

    private final Path directory;
    private final LogSigner signer;
    private final FileChannel lockFile;
    private final FileLock lock;
    private Checkpoint checkpoint;

    private Ledger(Path directory, LogSigner signer, FileChannel lockFile, FileLock lock, Checkpoint checkpoint) {
        this.directory = directory;
        this.signer = signer;
        this.lockFile = lockFile;
        this.lock = lock;
        this.checkpoint = checkpoint;
    }

    /// Opens the ledger in a directory, or begins one there.
    public static Ledger open(Path directory, LogSigner signer) {
        return open(directory, signer, LedgerOptions.standard());
    }

    /// The same with witnesses or other bounds.
    public static Ledger open(Path directory, LogSigner signer, LedgerOptions options) {
        if (!options.witnesses().isEmpty()) {
            throw new UnsupportedOperationException("witnesses come with the next landing");
        }
        try {
            Files.createDirectories(directory);
            FileChannel channel =
                    FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = lock(channel, directory);
            if (!Files.exists(directory.resolve(LedgerReader.CHECKPOINT))) {
                replace(directory, signer.sign(0, new Hasher().empty()));
            }
            Checkpoint checkpoint = LedgerReader.open(directory).checkpoint();
            if (!Verifier.of(signer.verifierKey()).checkpoint(checkpoint).holds()) {
                throw new LedgerException(LedgerException.Reason.WRONG_KEY, "the ledger was written with another key");
            }
            DirectoryCheck.run(directory, checkpoint.size(), checkpoint.root());
            return new Ledger(directory, signer, channel, lock, checkpoint);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the ledger " + directory, e);
        }
    }

    private static FileLock lock(FileChannel channel, Path directory) throws IOException {
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new LedgerException(
                    LedgerException.Reason.LOCKED, directory + ": another program writes this ledger; stop it first");
        }
        return lock;
    }

    /// Appends one entry and waits until it is durable.
    public synchronized Receipt append(byte[] entry) {
        if (entry.length > MAX_ENTRY_BYTES) {
            throw new LedgerException(
                    LedgerException.Reason.TOO_LARGE,
                    "an entry has at most " + MAX_ENTRY_BYTES + " bytes, not " + entry.length);
        }
        try {
            long index = checkpoint.size();
            long size = index + 1;
            long bundle = index / TilePath.WIDTH;
            List<Entry> before = new ArrayList<>(LedgerReader.open(directory)
                    .entries(bundle * TilePath.WIDTH, index)
                    .toList());
            before.add(new Entry(index, entry));
            ByteBuffer bytes = ByteBuffer.allocate(before.stream()
                    .mapToInt(e -> e.bytes().length + EntryTile.LENGTH_BYTES)
                    .sum());
            before.forEach(e -> bytes.putShort((short) e.bytes().length).put(e.bytes()));
            write(TilePath.entries(bundle, TilePath.width(0, bundle, size)), bytes.array());
            Hasher hasher = new Hasher();
            byte[] node = hasher.leaf(entry, 0, entry.length);
            long position = index;
            for (int level = 0; ; level++) {
                long tile = position / TilePath.WIDTH;
                int width = (int) (position % TilePath.WIDTH) + 1;
                byte[] hashes = new byte[width * Hash.BYTES];
                if (width > 1) {
                    byte[] older = Files.readAllBytes(directory.resolve(TilePath.hashes(level, tile, width - 1)));
                    System.arraycopy(older, 0, hashes, 0, older.length);
                }
                System.arraycopy(node, 0, hashes, (width - 1) * Hash.BYTES, Hash.BYTES);
                write(TilePath.hashes(level, tile, width), hashes);
                if (width < TilePath.WIDTH) {
                    break;
                }
                node = hasher.perfect(hashes, 0, TilePath.WIDTH);
                position = tile;
            }
            Hash root = new Tree((level, tile, width) -> tile(level, tile, size)).root(size);
            checkpoint = signer.sign(size, root);
            replace(directory, checkpoint);
            return new Receipt(index, checkpoint);
        } catch (IOException e) {
            throw new LedgerException(LedgerException.Reason.STORAGE, "the ledger's disk refused the write", e);
        }
    }

    private byte[] tile(int level, long index, long size) {
        try {
            return Files.readAllBytes(
                    directory.resolve(TilePath.hashes(level, index, TilePath.width(level, index, size))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The same without waiting.
    public CompletableFuture<Receipt> appendAsync(byte[] entry) {
        return CompletableFuture.supplyAsync(() -> append(entry));
    }

    public synchronized Checkpoint checkpoint() {
        return checkpoint;
    }

    public LedgerReader reader() {
        return LedgerReader.open(directory);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        try (FileChannel out = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(bytes));
            out.force(true);
        }
    }

    private static void replace(Path directory, Checkpoint checkpoint) throws IOException {
        Path temporary = directory.resolve("checkpoint.tmp");
        try (FileChannel out = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(Text.utf8(checkpoint.note())));
            out.force(true);
        }
        Files.move(temporary, directory.resolve(LedgerReader.CHECKPOINT), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public synchronized void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot release the ledger's lock", e);
        }
    }
}
