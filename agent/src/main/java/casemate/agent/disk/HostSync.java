package casemate.agent.disk;

import casemate.agent.sandbox.HostTool;
import casemate.agent.volume.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Brings what others wrote to the disk: the JDK can only do that for files it opened itself.
public final class HostSync {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private HostSync() {}

    /// Flushes what was written to a volume or a log: the file system that it lies on, and, where gocryptfs shows it,
    /// that one's first, as gocryptfs hands on what it is given and not the order to bring it to the disk. What is
    /// locked was handed on when it was.
    ///
    /// @param place of it
    public static void place(Path place) throws IOException {
        Path real = Place.real(place);
        if (!real.equals(place) && Files.isDirectory(real)) {
            directory(real);
        }
        directory(place.resolve("..").normalize());
    }

    /// Flushes the file system that the directory lies on.
    private static void directory(Path directory) throws IOException {
        try {
            HostTool.must(BOUND, "", "sync", "-f", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
