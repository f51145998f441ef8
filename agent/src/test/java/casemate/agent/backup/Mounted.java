package casemate.agent.backup;

import casemate.agent.sandbox.HostTool;
import java.nio.file.Path;
import java.time.Duration;

/// A small disk of memory in place of a directory.
public final class Mounted implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Path place;

    private Mounted(Path place) {
        this.place = place;
    }

    public static Mounted at(Path place, String size) throws InterruptedException {
        HostTool.must(BOUND, "", "mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", place.toString());
        return new Mounted(place);
    }

    public void remount(String option) throws InterruptedException {
        HostTool.must(BOUND, "", "mount", "-o", "remount," + option, place.toString());
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            HostTool.must(BOUND, "", "umount", "--lazy", place.toString());
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
