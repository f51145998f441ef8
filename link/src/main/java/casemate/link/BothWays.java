package casemate.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Carries bytes between two lines, both ways, until both have ended. No more is taken from one side than the other
/// takes; an end goes on as an end, and what breaks off on one side breaks off on the other.
final class BothWays {
    /// What one direction holds, at most: a TLS record.
    static final int BUFFER_BYTES = 16 << 10;

    /// When one side has said its last and the other says nothing for so long, it will not: the edge waits five minutes
    /// for an application.
    private static final Duration HALF_QUIET = Duration.ofMinutes(6);

    private final Line one;
    private final Line other;
    private final AtomicLong carried = new AtomicLong();
    private final AtomicInteger ended = new AtomicInteger();
    /// By the last look.
    private long seen = -1;

    private BothWays(Line one, Line other) {
        this.one = one;
        this.other = other;
    }

    /// Returns when both directions have ended; the lines are then aborted, which breaks off nothing that ended by
    /// itself.
    static void carry(Line one, Line other, Deadlines deadlines) throws InterruptedException {
        new BothWays(one, other).carry(deadlines);
    }

    private void carry(Deadlines deadlines) throws InterruptedException {
        Thread back = Thread.ofVirtual().name("link-back").unstarted(() -> way(other, one));
        try (var _ = deadlines.every(HALF_QUIET, this::look)) {
            back.start();
            way(one, other);
            back.join();
        } finally {
            // Also when interrupted: then both are broken off.
            if (back.isAlive()) {
                abort();
            }
        }
    }

    private void way(Line from, Line to) {
        try {
            InputStream in = from.in();
            OutputStream out = to.out();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                carried.addAndGet(read);
            }
            to.halfClose();
            ended.incrementAndGet();
        } catch (IOException _) {
            abort();
        }
    }

    private void look() {
        long now = carried.get();
        if (ended.get() > 0 && now == seen) {
            abort();
        }
        seen = now;
    }

    private void abort() {
        one.abort();
        other.abort();
    }
}
