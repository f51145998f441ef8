package casemate.edge;

import java.time.Duration;

/// How fast a request's body has to come: whoever sends a byte now and then keeps a place that others could
/// use. Time in which nobody takes it is not the visitor's.
final class Upload {
    /// A phone that wakes its radio, and a proxy that fills a buffer first.
    static final Duration GRACE = Duration.ofSeconds(20);
    /// A tenth of the slowest mobile connection.
    private static final long BYTES_PER_SECOND = 500;

    private static final long NANOS_PER_BYTE = Duration.ofSeconds(1).toNanos() / BYTES_PER_SECOND;

    private long due = Loop.in(GRACE);
    private long pausedAt;
    private boolean paused;

    void got(int bytes) {
        due += bytes * NANOS_PER_BYTE;
    }

    void pause() {
        if (!paused) {
            paused = true;
            pausedAt = System.nanoTime();
        }
    }

    void resume() {
        if (paused) {
            paused = false;
            due += System.nanoTime() - pausedAt;
        }
    }

    /// As [Timed#due].
    long due() {
        return paused ? Timed.NEVER : due;
    }
}
