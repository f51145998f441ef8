package casemate.control.ward;

import casemate.base.InstanceId;
import casemate.control.instance.Instances;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
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

/// Forgets what has been kept long enough, and everything about erased instances. A test asks it for
/// one turn.
final class WardSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WardSweeper.class);
    private static final Duration EVERY = Duration.ofMinutes(5);
    /// Addresses are personal data: three months show whether somebody comes back, and no more is
    /// needed.
    static final Duration BANS_KEPT = Duration.ofDays(90);
    /// Beyond it the first to end go: twice what edges can hold at once.
    private static final int MOST_BANS = 200_000;

    private final BanTable bans;
    private final PlatformTable platform;
    private final ShieldTable shields;
    private final EventTable events;
    private final Instances instances;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    WardSweeper(
            BanTable bans,
            PlatformTable platform,
            ShieldTable shields,
            EventTable events,
            Instances instances,
            TransactionTemplate transaction,
            Clock clock) {
        this.bans = bans;
        this.platform = platform;
        this.shields = shields;
        this.events = events;
        this.instances = instances;
        this.transaction = transaction;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("ward-sweeper").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        Instant now = clock.instant();
        transaction.executeWithoutResult(_ -> bans.forget(now.minus(BANS_KEPT), MOST_BANS));
        transaction.executeWithoutResult(_ -> platform.forgetStrikes(now.minus(SignInFailures.WITHIN)));
        transaction.executeWithoutResult(_ -> events.forget(now.minus(Events.KEPT)));
        Set<InstanceId> gone = new HashSet<>(shields.known());
        gone.removeAll(instances.living(gone));
        gone.forEach(id -> transaction.executeWithoutResult(_ -> shields.forget(id)));
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "what is old could not be forgotten, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
