package casemate.control.deploy;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Asks the strongroom for alarms. A test asks it for one turn.
final class AlarmWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlarmWatch.class);

    /// Soon enough for somebody to look, seldom enough to cost nothing.
    private static final Duration EVERY = Duration.ofSeconds(20);

    private final StrongroomAlarms alarms;
    private final ScheduledExecutorService executor;

    AlarmWatch(StrongroomAlarms alarms) {
        this.alarms = alarms;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("strongroom-watch").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void quietly() {
        try {
            alarms.turn();
        } catch (Unavailable | Refusal e) {
            LOG.warn("the strongroom could not be asked for alarms, trying again: {}", e.getMessage());
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "alarms of the strongroom could not be taken over, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
