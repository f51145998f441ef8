package casemate.edge;

import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/// An edge in a process of its own, to be killed. Its snapshots are files named after their version, which stand for
/// control: the directory may be empty or away.
final class EdgeProcess {
    static final String SUFFIX = ".snapshot";
    static final String ROOT = "root.pem";
    private static final Duration LOOK = Duration.ofMillis(20);

    private EdgeProcess() {}

    /// @param arguments the edge's directory, the snapshots' directory, control's key in Base64, the port
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        Edge edge = Edge.start(
                EdgeHouse.config(directory, arguments[2], Integer.parseInt(arguments[3]), Set.of()),
                feed(Path.of(arguments[1])),
                _ -> {});
        Path made = Files.writeString(directory.resolve(ROOT + ".new"), edge.authorityPem(), StandardCharsets.US_ASCII);
        Files.move(made, directory.resolve(ROOT), StandardCopyOption.ATOMIC_MOVE);
        while (System.in.read() >= 0) {}
        edge.close();
    }

    private static SnapshotFeed feed(Path snapshots) {
        return (version, wait) -> {
            long end = System.nanoTime() + wait.toNanos();
            while (true) {
                OptionalLong newest = newest(snapshots);
                if (newest.isPresent() && newest.getAsLong() > version) {
                    Optional<byte[]> bytes = read(snapshots.resolve(newest.getAsLong() + SUFFIX));
                    if (bytes.isPresent()) {
                        return bytes;
                    }
                }
                if (System.nanoTime() - end > 0) {
                    return Optional.empty();
                }
                Thread.sleep(LOOK);
            }
        };
    }

    /// A snapshot may be taken away for a newer one between being seen and being read.
    private static Optional<byte[]> read(Path file) {
        try {
            return Optional.of(Files.readAllBytes(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OptionalLong newest(Path snapshots) {
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(SUFFIX))
                    .mapToLong(name -> Long.parseLong(name.substring(0, name.length() - SUFFIX.length())))
                    .max();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
