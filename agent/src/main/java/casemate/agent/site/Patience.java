package casemate.agent.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How long a site is waited for. Tools notice one that is silent within minutes; one that takes bytes at a
/// crawl keeps everybody waiting who comes after. So what goes there has a bound that grows with its bytes, and
/// a site that was too slow is left alone for a while: the others' copies are made meanwhile. For one thread.
public final class Patience {
    /// For asking and checking, however little is carried.
    static final Duration LEAST = Duration.ofMinutes(20);
    /// A day is too long for what comes daily.
    static final Duration MOST = Duration.ofHours(6);
    /// 1 Mbit/s: who has less for copies does not get them there daily.
    static final long SLOWEST = 128 << 10;

    /// How long a site is left alone that was too slow.
    private static final Duration REST = Duration.ofHours(2);

    private final Duration rest;
    /// By site, since when; of a clock that does not leap.
    private final Map<String, Long> slow = new HashMap<>();

    /// What goes to a site.
    public interface Work<T> {
        T run() throws IOException, InterruptedException;
    }

    public Patience() {
        this(REST);
    }

    Patience(Duration rest) {
        this.rest = rest;
    }

    /// For so many bytes in the clear.
    public static Duration of(long bytes) {
        Duration all = LEAST.plusSeconds(bytes / SLOWEST);
        return all.compareTo(MOST) < 0 ? all : MOST;
    }

    /// @param site its name
    /// @throws IOException also when it is not done in time, or was not a while ago; what it began is ended
    public <T> T with(String site, Duration bound, Work<T> work) throws IOException, InterruptedException {
        Optional<Duration> since =
                Optional.ofNullable(slow.get(site)).map(at -> Duration.ofNanos(System.nanoTime() - at));
        if (since.isPresent() && since.get().compareTo(rest) < 0) {
            throw new IOException("it was too slow " + since.get().toMinutes() + " minutes ago, and is left alone for "
                    + rest.toMinutes());
        }
        slow.remove(site);
        Watch watch = new Watch(Thread.currentThread());
        Thread watching = Thread.ofVirtual().name("agent-site-patience").start(() -> watch.wait(bound));
        try {
            return work.run();
        } catch (IOException | UncheckedIOException | InterruptedException e) {
            if (watch.end()) {
                slow.put(site, System.nanoTime());
                throw new IOException("it is too slow: not done within " + bound.toSeconds() + " s", e);
            }
            throw e;
        } finally {
            watch.end();
            watching.interrupt();
        }
    }

    /// Interrupts a thread when it is late, and never after it has ended.
    private static final class Watch {
        private final Thread worker;
        private boolean over;
        private boolean late;

        Watch(Thread worker) {
            this.worker = worker;
        }

        void wait(Duration bound) {
            try {
                Thread.sleep(bound);
                fire();
            } catch (InterruptedException _) {
                // Done in time.
            }
        }

        private synchronized void fire() {
            if (!over) {
                late = true;
                worker.interrupt();
            }
        }

        /// @return whether it was late; then the interrupt was ours, and is taken back
        synchronized boolean end() {
            if (late && !over) {
                Thread.interrupted();
            }
            over = true;
            return late;
        }
    }
}
