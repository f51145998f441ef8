package casemate.control.access;

import casemate.base.InstanceId;
import casemate.control.instance.Instances;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Forgets who got in to erased instances, and devices that were revoked long ago. A test asks it for one turn.
final class AccessSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccessSweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(5);
    /// So long the audit entry of a revocation can be matched with a device's name.
    static final Duration REVOKED_KEPT = Duration.ofDays(90);

    private final AccessTable table;
    private final DeviceTable devices;
    private final Instances instances;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    AccessSweeper(
            AccessTable table, DeviceTable devices, Instances instances, TransactionTemplate transaction, Clock clock) {
        this.table = table;
        this.devices = devices;
        this.instances = instances;
        this.transaction = transaction;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("access-sweeper").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        transaction.executeWithoutResult(
                _ -> devices.forgetRevoked(clock.instant().minus(REVOKED_KEPT)));
        Set<InstanceId> gone = new HashSet<>(table.known());
        gone.removeAll(instances.living(gone));
        gone.forEach(id -> transaction.executeWithoutResult(_ -> {
            devices.forget(id);
            table.forget(id);
        }));
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "who got in to erased instances could not be forgotten, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
