package casemate.control.gateway;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Forgets minutes that nobody looks at any more, and looks whether certificates need somebody. A test asks it for one
/// turn.
final class GatewaySweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GatewaySweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(1);

    private final Gateway gateway;
    private final CertificateAlarm alarm;
    private final TransactionTemplate transaction;
    private final ScheduledExecutorService executor;

    GatewaySweeper(Gateway gateway, CertificateAlarm alarm, TransactionTemplate transaction) {
        this.gateway = gateway;
        this.alarm = alarm;
        this.transaction = transaction;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("gateway-sweeper").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        transaction.executeWithoutResult(_ -> gateway.forget());
        transaction.executeWithoutResult(_ -> alarm.turn());
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "the look at minutes and certificates failed, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
