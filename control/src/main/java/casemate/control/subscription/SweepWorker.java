package casemate.control.subscription;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Sweeps again and again. A test asks for one turn.
final class SweepWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SweepWorker.class);
    /// A move comes at most so late.
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// So that a turn ends and the next one sees a new time.
    private static final int MOST_BATCHES = 200;

    private final Sweep sweep;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    SweepWorker(Sweep sweep, Clock clock) {
        this.sweep = sweep;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("subscriptions").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        for (int i = 0; i < MOST_BATCHES && sweep.batch(clock.instant()) == Sweep.BATCH; i++) {
            // The next batch.
        }
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "subscriptions could not be swept, trying again: {}",
                    e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // Whatever it is, the next turn comes: a schedule that died in silence would never erase again.
            LOG.error("subscriptions could not be swept", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
