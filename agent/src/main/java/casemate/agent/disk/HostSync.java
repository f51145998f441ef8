package casemate.agent.disk;

import casemate.agent.sandbox.HostTool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/// Brings what others wrote to the disk: the JDK can only do that for files it opened itself.
public final class HostSync {
    private static final Duration BOUND = Duration.ofMinutes(1);

    private HostSync() {}

    /// Flushes the file system that the directory lies on.
    public static void directory(Path directory) throws IOException {
        try {
            HostTool.must(BOUND, "", "sync", "-f", directory.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
