package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The file that makes a batch durable before any tile is written: one append and one fsync for each batch. Once the
/// tiles of its batches are durable too, a new journal takes its place.
final class Journal implements AutoCloseable {
    static final String DIRECTORY = "journal";
    private static final int NUMBER_DIGITS = 10;
    private static final int MIN_AHEAD = 1 << 12;
    private static final int MAX_AHEAD = 1 << 20;

    private final Path file;
    private final long number;
    private final Disk.Tape tape;
    private long end;
    private long allocated;

    private Journal(Path file, long number, Disk.Tape tape, long end) {
        this.file = file;
        this.number = number;
        this.tape = tape;
        this.end = end;
        this.allocated = end;
    }

    /// Begins a journal at a checkpoint; durable when this returns.
    static Journal begin(Disk disk, Path directory, long number, Checkpoint checkpoint) throws IOException {
        Path file = file(directory, number);
        Path parent = directory.resolve(DIRECTORY);
        Path temporary = parent.resolve(file.getFileName() + ".tmp");
        disk.createDirectories(parent);
        ByteBuffer first = new JournalRecord(checkpoint.size(), List.of(), checkpoint).encode();
        long end = first.remaining();
        disk.write(temporary, first);
        disk.sync(temporary);
        disk.rename(temporary, file);
        disk.syncDirectory(parent);
        disk.syncDirectory(directory);
        return new Journal(file, number, disk.tape(file), end);
    }

    /// Goes on with a journal that was read to its end.
    static Journal resume(Disk disk, Path directory, long number, long end) throws IOException {
        Path file = file(directory, number);
        return new Journal(file, number, disk.tape(file), end);
    }

    static Path file(Path directory, long number) {
        String digits = Long.toString(number);
        return directory.resolve(DIRECTORY).resolve("0".repeat(NUMBER_DIGITS - digits.length()) + digits);
    }

    /// The numbers of the journals there are, oldest first.
    static List<Long> numbers(Path directory) throws IOException {
        Path parent = directory.resolve(DIRECTORY);
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("[0-9]{" + NUMBER_DIGITS + "}"))
                    .map(Long::parseLong)
                    .sorted()
                    .toList();
        }
    }

    Path file() {
        return file;
    }

    long number() {
        return number;
    }

    long length() {
        return end;
    }

    /// Writes a batch; durable when this returns. After a failure [#undo] must follow.
    void append(ByteBuffer batch) throws IOException {
        long length = batch.remaining();
        if (end + length > allocated) {
            allocate(end + length);
        }
        tape.write(batch, end);
        tape.force();
        end += length;
    }

    /// Writes zeros ahead: a sync of bytes within the file's length need not wait for the file system's own journal.
    private void allocate(long needed) throws IOException {
        long ahead = needed + Math.clamp(needed, MIN_AHEAD, MAX_AHEAD);
        tape.write(ByteBuffer.allocate((int) (ahead - allocated)), allocated);
        allocated = ahead;
    }

    /// Takes back everything after the given length.
    void undo(long length) throws IOException {
        tape.truncate(length);
        tape.force();
        end = length;
        allocated = length;
    }

    @Override
    public void close() throws IOException {
        tape.close();
    }
}
