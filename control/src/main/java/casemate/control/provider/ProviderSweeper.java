package casemate.control.provider;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Ends sessions whose provider's word is too old, and forgets asks that nobody answered.
final class ProviderSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderSweeper.class);
    /// A quarter of the shortest time that a policy can promise.
    static final Duration EVERY = Duration.ofSeconds(15);

    private final SignOuts signOuts;
    private final ScheduledExecutorService executor;

    ProviderSweeper(SignOuts signOuts) {
        this.signOuts = signOuts;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("provider-sweeper").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void quietly() {
        try {
            signOuts.turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "old sign-ons could not be ended, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
