package casemate.control.issuer;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Looks for passes whose session is gone, whoever ended it and in whichever replica.
final class PassSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PassSweeper.class);
    /// Signing out reaches instances within five seconds: one to be seen here, and the rest to be told. A look costs
    /// one read of an index that is empty nearly always.
    private static final Duration EVERY = Duration.ofSeconds(1);

    private static final Duration FORGET_EVERY = Duration.ofMinutes(5);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("pass-sweeper").factory());

    PassSweeper(Passes passes) {
        every(EVERY, passes::turn);
        every(FORGET_EVERY, passes::forget);
    }

    private void every(Duration pause, Runnable turn) {
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(turn), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void quietly(Runnable turn) {
        try {
            turn.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "edges could not be told who has signed out, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
