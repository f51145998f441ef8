package casemate.control.client;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Forgets codes whose time is long over.
final class CodeSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CodeSweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(5);

    private final SignOnCodes codes;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("code-sweeper").factory());

    CodeSweeper(SignOnCodes codes) {
        this.codes = codes;
        var _ = executor.scheduleWithFixedDelay(this::turn, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
    }

    private void turn() {
        try {
            codes.forget();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "old codes could not be forgotten, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
