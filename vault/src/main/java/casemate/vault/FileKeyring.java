package casemate.vault;

import casemate.base.DurableFile;
import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Wrapped keys as files that only this program's user reads, one for each owner. A file that cannot be
/// read is a failure, never an owner without keys: a new key would open nothing.
public final class FileKeyring implements Keyring {
    private static final String END = ".json";
    /// Some thousand keys.
    private static final int MOST_BYTES = 1 << 20;

    private final Path directory;

    public FileKeyring(Path directory) {
        this.directory = directory;
    }

    @Override
    public Ring of(KeyOwner owner) {
        try {
            return RingJson.read(Json.parseObject(Files.readAllBytes(file(owner)), MOST_BYTES), owner);
        } catch (NoSuchFileException _) {
            return new Ring.None();
        } catch (IOException | Refusal e) {
            throw new IllegalStateException("the keyring of " + owner + " cannot be read; restore it from a copy", e);
        }
    }

    @Override
    public synchronized boolean replace(KeyOwner owner, Ring before, Ring after) {
        if (!of(owner).equals(before)) {
            return false;
        }
        try {
            Path file = file(owner);
            Files.createDirectories(file.getParent());
            byte[] bytes = RingJson.write(after, owner).canonical();
            if (after instanceof Ring.Destroyed && Files.exists(file)) {
                // A handle on the old file outlives its name: its bytes are overwritten once the tombstone stands.
                try (FileChannel old = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    DurableFile.write(file, bytes);
                    overwrite(old);
                }
            } else {
                DurableFile.write(file, bytes);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("the keyring cannot be written", e);
        }
    }

    @Override
    public synchronized void remove(KeyOwner owner) {
        if (of(owner) instanceof Ring.Held) {
            throw new IllegalStateException("a ring that is held is not taken away: " + owner);
        }
        try {
            Files.deleteIfExists(file(owner));
        } catch (IOException e) {
            throw new UncheckedIOException("the keyring cannot be written", e);
        }
    }

    @Override
    public List<KeyOwner> owners() {
        return all(ring -> ring instanceof Ring.Held);
    }

    @Override
    public List<KeyOwner> erased() {
        return all(ring -> ring instanceof Ring.Destroyed);
    }

    private List<KeyOwner> all(Predicate<Ring> wanted) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory, 2)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(END) && !n.startsWith("."))
                    .map(n -> new KeyOwner(n.substring(0, n.length() - END.length())))
                    .filter(o -> wanted.test(of(o)))
                    .sorted(java.util.Comparator.comparing(KeyOwner::name))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the keyring cannot be listed", e);
        }
    }

    private static void overwrite(FileChannel old) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(old.size(), MOST_BYTES));
        while (zeros.hasRemaining()) {
            old.write(zeros, zeros.position());
        }
        old.force(true);
    }

    /// In a directory for each pair of last characters, which are random: a hundred thousand files in one
    /// are slow.
    private Path file(KeyOwner owner) {
        String name = owner.name();
        return directory.resolve(name.substring(name.length() - 2)).resolve(name + END);
    }
}
