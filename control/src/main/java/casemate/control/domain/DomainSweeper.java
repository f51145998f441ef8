package casemate.control.domain;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
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

/// Looks at DNS again and again: whether what is served still belongs to whom it is served for, and whether what waits
/// is ready. Forgets the domains of erased instances. A test asks it for one turn.
final class DomainSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DomainSweeper.class);
    private static final Actor SELF = new Actor.Program("domains");
    private static final Duration EVERY = Duration.ofMinutes(1);
    static final Duration PROVEN_AGAIN = Duration.ofHours(1);
    static final Duration WAITING_AGAIN = Duration.ofMinutes(10);
    /// Who has not made the records in a month has forgotten about it.
    static final Duration WAITING_KEPT = Duration.ofDays(30);
    /// 200 a minute are 12,000 an hour: more names than a platform has instances.
    private static final int MOST_A_TURN = 200;
    /// DNS is away then: the rest waits for the next turn.
    private static final int MOST_DOUBTS = 3;

    private final ClaimTable table;
    private final Domains domains;
    private final Instances instances;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    DomainSweeper(
            ClaimTable table, Domains domains, Instances instances, TransactionTemplate transaction, Clock clock) {
        this.table = table;
        this.domains = domains;
        this.instances = instances;
        this.transaction = transaction;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("domain-sweeper").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        Instant now = clock.instant();
        Set<InstanceId> gone = new HashSet<>(table.known());
        gone.removeAll(instances.living(gone));
        gone.forEach(id -> transaction.executeWithoutResult(_ -> table.forget(id)));
        transaction.executeWithoutResult(_ -> table.forgetWaiting(now.minus(WAITING_KEPT)));
        int doubts = 0;
        for (Claim due : table.due(now.minus(PROVEN_AGAIN), now.minus(WAITING_AGAIN), MOST_A_TURN)) {
            doubts = doubtful(due) ? doubts + 1 : 0;
            if (doubts >= MOST_DOUBTS) {
                return;
            }
        }
    }

    private boolean doubtful(Claim due) {
        try {
            return domains.check(due.instance(), due.host(), SELF).finding().equals(Finding.UNKNOWN.word());
        } catch (Refusal _) {
            // Removed or erased meanwhile.
            return false;
        }
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "domains could not be looked at, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
