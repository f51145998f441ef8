package casemate.waf.state;

import casemate.base.DurableFile;
import casemate.base.Refusal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Records in memory and in a directory, so that they survive the process. Each change is appended to a log before
/// [#update] returns: killing the process loses none. A power cut may lose the last seconds, which counters can bear.
///
/// Files are numbered. `N.log` holds changes; `N.snapshot` all records as they were when or after `N.log` was begun.
/// Starting reads the newest snapshot, then the logs from its number on, and stops within a log at the first torn
/// frame. Then, and whenever the log is long, a new log is begun, a snapshot written beside the traffic, and older
/// files removed: the directory holds at most two snapshots and what was changed meanwhile.
public final class FileCollectionStore implements CollectionStore, AutoCloseable {
    /// A log at least this long makes a snapshot worth it.
    private static final long LEAST_LOG_BYTES = 8L << 20;

    /// After a failure, such as a full disk, it is tried again this much later.
    private static final long RETRY_MILLIS = 10_000;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final String LOG = ".log";
    private static final String SNAPSHOT = ".snapshot";

    private final Path directory;
    private final FileChannel lock;
    private final MemoryCollectionStore records;
    private final AtomicLong failures = new AtomicLong();

    private final Object logLock = new Object();
    private long number;
    private @Nullable OutputStream log;
    private long logBytes;
    private long snapshotBytes;
    private long failedAt;
    private @Nullable Thread compaction;

    private FileCollectionStore(Path directory, FileChannel lock, int mostRecords) {
        this.directory = directory;
        this.lock = lock;
        this.records = new MemoryCollectionStore(mostRecords, this::append);
    }

    /// Opens the records of a directory, which is made if it is missing. One process at a time.
    ///
    /// @throws Refusal `collections-in-use` when another process has it open
    public static FileCollectionStore open(Path directory, int mostRecords) throws IOException {
        Files.createDirectories(directory);
        FileChannel lock = FileChannel.open(
                directory.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNER_ONLY);
        FileCollectionStore store = new FileCollectionStore(directory, lock, mostRecords);
        boolean opened = false;
        try {
            if (!locked(lock)) {
                throw Refusal.conflict(
                        "collections-in-use",
                        "The firewall's collections in " + directory
                                + " are open in another process; give each its own.");
            }
            store.recover();
            opened = true;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
        return store;
    }

    @Override
    public @Nullable StoredRecord find(CollectionId id, long now) {
        return records.find(id, now);
    }

    @Override
    public @Nullable StoredRecord update(CollectionId id, Update update) {
        StoredRecord record = records.update(id, update);
        compactIfLong(update.now());
        return record;
    }

    /// How often writing failed since it was opened; what was not written is in memory, and in the next snapshot.
    public long failures() {
        return failures.get();
    }

    @Override
    public void close() throws IOException {
        Thread running;
        synchronized (logLock) {
            running = compaction;
        }
        if (running != null) {
            join(running);
        }
        synchronized (logLock) {
            closeLog();
        }
        lock.close();
    }

    private void append(CollectionId id, @Nullable StoredRecord record) {
        byte[] frame = RecordFrames.write(id, record);
        synchronized (logLock) {
            if (log == null) {
                return;
            }
            try {
                log.write(frame);
                logBytes += frame.length;
            } catch (IOException e) {
                // The log may end in half a frame now: nothing may follow it.
                failures.incrementAndGet();
                closeLog();
            }
        }
    }

    private void compactIfLong(long now) {
        synchronized (logLock) {
            boolean due = log == null
                    ? now - failedAt >= RETRY_MILLIS
                    : logBytes > Math.max(LEAST_LOG_BYTES, 2 * snapshotBytes);
            if (!due || (compaction != null && compaction.isAlive())) {
                return;
            }
            failedAt = now;
            compaction = Thread.ofVirtual().name("waf-collections").start(this::compact);
        }
    }

    private void compact() {
        try {
            beginLog();
            writeSnapshot();
        } catch (IOException e) {
            failures.incrementAndGet();
        }
    }

    private void recover() throws IOException {
        List<Long> snapshots = numbers(SNAPSHOT);
        long from = snapshots.isEmpty() ? 0 : snapshots.getLast();
        Map<CollectionId, StoredRecord> found = new LinkedHashMap<>();
        if (!snapshots.isEmpty()) {
            read(file(from, SNAPSHOT), found);
        }
        for (long n : numbers(LOG)) {
            number = Math.max(number, n);
            if (n >= from) {
                read(file(n, LOG), found);
            }
        }
        number = Math.max(number, from);
        found.entrySet().stream()
                .sorted(Comparator.comparingLong(e -> e.getValue().updated()))
                .forEach(e -> records.put(e.getKey(), e.getValue()));
        beginLog();
        writeSnapshot();
    }

    private static void read(Path file, Map<CollectionId, StoredRecord> found) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] magic = RecordFrames.magic();
            if (!Arrays.equals(magic, in.readNBytes(magic.length))) {
                return;
            }
            RecordFrames.read(in, (id, record) -> {
                if (record == null) {
                    found.remove(id);
                } else {
                    found.put(id, record);
                }
            });
        }
    }

    /// From here on changes go to a new log; only then a snapshot may begin.
    private void beginLog() throws IOException {
        synchronized (logLock) {
            Path file = file(number + 1, LOG);
            Files.deleteIfExists(file);
            Files.createFile(file, OWNER_ONLY);
            // A stream, not a channel: a channel would close when the thread that counts is interrupted.
            OutputStream next = new FileOutputStream(file.toFile(), true);
            next.write(RecordFrames.magic());
            closeLog();
            number++;
            log = next;
            logBytes = 0;
        }
    }

    private void writeSnapshot() throws IOException {
        long of;
        synchronized (logLock) {
            of = number;
        }
        Path beside = file(of, ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, OWNER_ONLY);
        try (FileOutputStream file = new FileOutputStream(beside.toFile());
                OutputStream out = new BufferedOutputStream(file)) {
            out.write(RecordFrames.magic());
            for (Map.Entry<CollectionId, StoredRecord> entry : records.entries()) {
                out.write(RecordFrames.write(entry.getKey(), entry.getValue()));
            }
            out.flush();
            file.getFD().sync();
        }
        Path snapshot = file(of, SNAPSHOT);
        Files.move(beside, snapshot, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(directory);
        synchronized (logLock) {
            snapshotBytes = Files.size(snapshot);
        }
        removeOlder(of);
    }

    private void removeOlder(long than) throws IOException {
        for (String kind : List.of(LOG, SNAPSHOT, ".new")) {
            for (long n : numbers(kind)) {
                if (n < than) {
                    Files.deleteIfExists(file(n, kind));
                }
            }
        }
    }

    /// The numbers of the files of a kind, in order.
    private List<Long> numbers(String kind) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> String.valueOf(f.getFileName()))
                    .filter(f -> f.matches("[0-9]{1,18}\\" + kind))
                    .map(f -> Long.parseLong(f.substring(0, f.length() - kind.length())))
                    .sorted()
                    .toList();
        }
    }

    private Path file(long n, String kind) {
        return directory.resolve(n + kind);
    }

    private void closeLog() {
        synchronized (logLock) {
            if (log != null) {
                try {
                    log.close();
                } catch (IOException e) {
                    failures.incrementAndGet();
                }
                log = null;
            }
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
