package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.policy.Policies;
import casemate.promise.BackupPromise.BackupRetention;
import casemate.promise.BackupPromise.BackupSchedule;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Orders what is due: backups as often as the policy says (BAK-1), each day a rehearsal from every technology at every
/// site, of an instance drawn by chance. Forgets erased instances with their keys. A test asks it for one turn.
final class BackupPlanner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupPlanner.class);
    private static final Duration EVERY = Duration.ofMinutes(1);
    /// Between replicas of control.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Actor SELF = new Actor.Program("backups");
    private static final Set<Phase> HOLD_DATA = Set.of(Phase.RUNNING, Phase.UNHEALTHY, Phase.STOPPED);

    private final BackupTable table;
    private final Damages damages;
    private final Backups backups;
    private final Instances instances;
    private final Policies policies;
    private final TransactionTemplate transaction;
    private final Rehearsals rehearsals;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    BackupPlanner(
            BackupTable table,
            Damages damages,
            Backups backups,
            Instances instances,
            Policies policies,
            TransactionTemplate transaction,
            Rehearsals rehearsals,
            Clock clock) {
        this.table = table;
        this.damages = damages;
        this.backups = backups;
        this.instances = instances;
        this.policies = policies;
        this.transaction = transaction;
        this.rehearsals = rehearsals;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("backup-planner").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        forgetErased();
        table.doubt(clock.instant().plus(CLOCKS_DIFFER));
        policies.policy()
                .flatMap(policy -> policy.find(BackupRetention.class))
                .map(kept -> clock.instant()
                        .atOffset(ZoneOffset.UTC)
                        .minus(kept.keep())
                        .toInstant())
                .ifPresent(damages::forget);
        if (backups.sites().isEmpty()) {
            return;
        }
        backups.answer();
        List<Instance> all = withData();
        prepare(all);
        Optional<Duration> every =
                policies.policy().flatMap(p -> p.find(BackupSchedule.class)).map(BackupSchedule::every);
        if (every.isPresent()) {
            backUp(all, every.get());
        }
        rehearsals.due();
    }

    /// New ones get the keys of their copies before the first backup: the database's log is copied from then on, and
    /// that backup leads on to moments.
    private void prepare(List<Instance> all) {
        Set<InstanceId> known = new HashSet<>(table.known());
        all.stream().filter(i -> !known.contains(i.id())).forEach(instance -> {
            try {
                backups.prepare(instance);
            } catch (Refusal refusal) {
                LOG.warn("{} has no keys for its copies: {}", instance.id(), refusal.text());
            }
        });
    }

    private void backUp(List<Instance> all, Duration every) {
        Instant now = clock.instant();
        Map<InstanceId, Backup> last = table.lastBackups(now);
        for (Instance instance : all) {
            Optional<Backup> newest = Optional.ofNullable(last.get(instance.id()));
            if (BackupRules.due(instance.id(), instance.created(), newest, every, now)) {
                order(instance);
            }
        }
    }

    private List<Instance> withData() {
        List<Instance> all = new ArrayList<>();
        Optional<InstanceId> after = Optional.empty();
        while (true) {
            List<Instance> page = instances.page(after, Instances.MAX_PAGE);
            page.stream()
                    .filter(i -> i.wanted() != Wanted.ERASED
                            && i.seen().phase().filter(HOLD_DATA::contains).isPresent())
                    .forEach(all::add);
            if (page.size() < Instances.MAX_PAGE) {
                return all;
            }
            after = Optional.of(page.getLast().id());
        }
    }

    private void order(Instance instance) {
        try {
            backups.order(instance, Backup.Reason.DAILY, Optional.empty(), SELF);
        } catch (DuplicateKeyException _) {
            // Somebody asked for one in this very moment.
        } catch (Refusal refusal) {
            LOG.warn("{} is not backed up: {}", instance.id(), refusal.text());
        }
    }

    private void forgetErased() {
        Set<InstanceId> gone = new HashSet<>(table.known());
        gone.removeAll(instances.living(gone));
        gone.forEach(id -> transaction.executeWithoutResult(_ -> {
            table.forget(id);
            table.rise();
        }));
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "backups could not be planned, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
