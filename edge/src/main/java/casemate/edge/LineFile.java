package casemate.edge;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/// Lines in files that are bounded in size and number and readable by their owner only. Whoever has a line
/// never waits for the disk: past a bound lines are counted and dropped.
///
/// @param <E> what is kept of a line until the writer comes
final class LineFile<E> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    private static final long MAX_FILE_BYTES = 10L << 20;
    /// The one being written and its predecessors.
    private static final int FILES = 5;

    private static final long FLUSH_NANOS = 200_000_000;
    /// Lines that are taken out and written at once; whoever adds one waits for no more than that.
    private static final int TOGETHER = 256;
    private static final long STOP_MILLIS = 3_000;

    private final Path directory;
    private final String name;
    private final BiConsumer<E, JsonLines> line;
    private final BlockingQueue<E> lines;
    /// The writer's own.
    private final JsonLines made = new JsonLines();

    private final List<E> batch = new ArrayList<>(TOGETHER);
    private final LongAdder dropped = new LongAdder();
    private final Thread writer;
    private volatile boolean stopping;

    /// @param name of the files, without `.jsonl`
    /// @param line writes one line, with its end
    /// @param waiting lines that may wait for the disk
    LineFile(Path directory, String name, BiConsumer<E, JsonLines> line, int waiting) throws IOException {
        Files.createDirectories(directory, OwnerOnly.DIRECTORY);
        this.directory = directory;
        this.name = name;
        this.line = line;
        this.lines = new ArrayBlockingQueue<>(waiting);
        this.writer = Thread.ofVirtual().name("edge-" + name + "-log").start(this::run);
    }

    void add(E line) {
        if (!lines.offer(line)) {
            dropped.increment();
        }
    }

    /// Lines lost because the disk was slow or full.
    long dropped() {
        return dropped.sum();
    }

    /// Comes by now and then instead of being woken for each line: waking costs the event loop more than
    /// the line. Never interrupted: that closes the file under whoever writes, and loses the lines.
    private void run() {
        while (!stopping || !lines.isEmpty()) {
            append();
            if (!stopping) {
                LockSupport.parkNanos(this, FLUSH_NANOS);
            }
        }
    }

    private void append() {
        if (lines.isEmpty()) {
            return;
        }
        try {
            write();
        } catch (IOException e) {
            dropped.add(lines.drainTo(batch));
            LOG.log(System.Logger.Level.WARNING, "the {0} log cannot be written: {1}", name, e.toString());
        }
        batch.clear();
    }

    /// What waits now; what comes meanwhile is for the next time, so that a file has its bound.
    private void write() throws IOException {
        Path file = directory.resolve(name + ".jsonl");
        rotate(file);
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.APPEND)) {
            for (int left = lines.size(); left > 0; left -= batch.size()) {
                batch.clear();
                lines.drainTo(batch, Math.min(left, TOGETHER));
                for (E next : batch) {
                    line.accept(next, made);
                }
                made.drain(out);
            }
        }
    }

    private void rotate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, OwnerOnly.FILE);
        }
        if (Files.size(file) < MAX_FILE_BYTES) {
            return;
        }
        for (int i = FILES - 2; i >= 1; i--) {
            Path from = numbered(i);
            if (Files.exists(from)) {
                Files.move(from, numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        Files.createFile(file, OwnerOnly.FILE);
    }

    private Path numbered(int i) {
        return directory.resolve(name + "." + i + ".jsonl");
    }

    @Override
    public void close() {
        stopping = true;
        LockSupport.unpark(writer);
        try {
            writer.join(STOP_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
