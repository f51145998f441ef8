package casemate.app;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/// What was started, stopped in the opposite order: each within a bound, and whatever the one before did.
final class StopOrder implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.app");

    /// PostgreSQL's own bound is 20 s; after this the process ends anyway, and everything recovers at the next start.
    private static final Duration LIMIT = Duration.ofSeconds(25);

    private record Started(String name, AutoCloseable program) {}

    private final Deque<Started> started = new ArrayDeque<>();

    /// Takes charge of a program and returns it.
    synchronized <T extends AutoCloseable> T add(String name, T program) {
        started.push(new Started(name, program));
        return program;
    }

    /// Stops all; idempotent.
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            stop(started.pop());
        }
    }

    private static void stop(Started program) {
        // A platform thread: the logger and some drivers pin, and this is the last thing that the process does.
        Thread stopping = Thread.ofPlatform()
                .name("stop-" + program.name())
                .daemon()
                .start(() -> {
                    try {
                        program.program().close();
                    } catch (Exception e) {
                        LOG.log(System.Logger.Level.WARNING, program.name() + " did not stop in order", e);
                    }
                });
        try {
            stopping.join(TimeUnit.SECONDS.toMillis(LIMIT.toSeconds()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
