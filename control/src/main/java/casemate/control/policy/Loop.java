package casemate.control.policy;

import casemate.base.Wakeup;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on a clock: takes turns while there is work, then sleeps until woken or the interval is over. A turn
/// that fails is tried again at the next.
final class Loop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /// A turn in the middle of a transaction gets this long to end when the program stops.
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final String name;
    private final Callable<Boolean> turn;
    private final Wakeup wakeup;
    private final Duration every;
    private final Thread thread;

    /// @param turn does some work and tells whether there may be more
    Loop(String name, Callable<Boolean> turn, Wakeup wakeup, Duration every) {
        this.name = name;
        this.turn = turn;
        this.wakeup = wakeup;
        this.every = every;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                long seen = wakeup.count();
                if (!tookTurn()) {
                    wakeup.await(seen, every);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tookTurn() throws InterruptedException {
        try {
            return turn.call();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            if (!Thread.currentThread().isInterrupted()) {
                LOG.error("{} failed; it is tried again in {}", name, every, e);
            }
            return false;
        }
    }

    /// Asks it to end, and does not wait.
    void stop() {
        thread.interrupt();
    }

    @Override
    public void close() {
        stop();
        try {
            if (!thread.join(GOODBYE)) {
                LOG.warn("{} did not end in {}", name, GOODBYE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
