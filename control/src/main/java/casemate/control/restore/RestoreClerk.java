package casemate.control.restore;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.backup.Backup;
import casemate.control.backup.Backups;
import casemate.control.backup.Logs;
import casemate.control.backup.RestoreDesk;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.wire.BackupOutcome;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import casemate.wire.RestoreMoment;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Brings each restore a step further: from waiting for what must come first, over the agent's orders, to its end. A
/// test asks it for one turn.
final class RestoreClerk implements RestoreDesk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RestoreClerk.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    /// A new instance may need its image made; a large one's backup takes longer than this only with a sick site.
    private static final Duration LONGEST_WAIT = Duration.ofHours(6);
    /// An agent does them one by one.
    private static final int MOST = 20;

    private static final Actor SELF = new Actor.Program("restores");

    private final RestoreTable table;
    private final Restores restores;
    private final Backups backups;
    private final Logs logs;
    private final Instances instances;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    RestoreClerk(
            RestoreTable table,
            Restores restores,
            Backups backups,
            Logs logs,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.restores = restores;
        this.backups = backups;
        this.logs = logs;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        backups.restoreWith(this);
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("restore-clerk").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void turn() {
        for (Restore restore : table.open(MOST)) {
            if (restore.state() == Restore.State.WAITING) {
                further(restore);
            } else if (task(restore).isEmpty()) {
                fail(restore, "the instance is being erased, or no copy of the backup is left that its host reaches");
            }
        }
    }

    private void further(Restore restore) {
        Optional<String> obstacle = obstacle(restore);
        if (obstacle.isPresent()) {
            fail(restore, obstacle.get());
        } else if (ready(restore) && table.order(restore.id())) {
            backups.restoresChanged();
        } else if (restore.asked().plus(LONGEST_WAIT).isBefore(clock.instant())) {
            fail(restore, restore.beside() ? "the new instance did not start" : "the present state was not backed up");
        }
    }

    /// Why it can never begin.
    private Optional<String> obstacle(Restore restore) {
        if (!instances.living(List.of(restore.instance(), restore.source())).contains(restore.instance())) {
            return Optional.of("the instance was erased meanwhile");
        }
        return before(restore)
                .filter(b -> b.ended().isPresent() && !b.restorable())
                .map(b -> "the present state could not be backed up, so nothing was replaced: " + b.detail());
    }

    private boolean ready(Restore restore) {
        return restore.beside()
                ? instances.get(restore.instance(), SELF).seen().phase().equals(Optional.of(Phase.RUNNING))
                : before(restore).filter(b -> b.ended().isPresent()).isPresent();
    }

    private Optional<Backup> before(Restore restore) {
        return restore.before().isEmpty()
                ? Optional.empty()
                : Optional.of(backups.get(restore.instance(), restore.before(), SELF));
    }

    private void fail(Restore restore, String why) {
        transaction.executeWithoutResult(_ -> {
            if (table.end(restore.id(), "", why, clock.instant())) {
                audit.record(SELF, "restore.failed", restore.source().value());
            }
        });
    }

    @Override
    public List<RestoreTask> open() {
        return table.open(MOST).stream()
                .filter(r -> r.state() == Restore.State.ORDERED)
                .flatMap(r -> task(r).stream())
                .toList();
    }

    private Optional<RestoreTask> task(Restore restore) {
        try {
            Instance source = instances.get(restore.source(), SELF);
            if (instances.get(restore.instance(), SELF).wanted() == Wanted.ERASED) {
                return Optional.empty();
            }
            Backup backup = backups.get(restore.source(), restore.backup(), SELF);
            List<RestoreTask.Source> sources =
                    restores.sources(source, backup, restore.engine(), restore.site()).stream()
                            .filter(s -> backups.reaches(
                                    restore.instance(), s.store().place()))
                            .toList();
            Optional<RestoreMoment> moment = restore.at()
                    .flatMap(at -> logs.moment(source, backup, restore.lineage(), at))
                    .filter(m -> backups.reaches(restore.instance(), m.store().place()));
            return sources.isEmpty() || moment.isPresent() != restore.at().isPresent()
                    ? Optional.empty()
                    : Optional.of(new RestoreTask(
                            restore.id(), restore.instance(), restore.source(), backup.manifest(), sources, moment));
        } catch (Refusal _) {
            // Erased, pruned, or its key is gone: the next turn ends it.
            return Optional.empty();
        }
    }

    @Override
    public boolean end(BackupOutcome outcome) {
        Optional<Restore> restore =
                table.find(outcome.task()).filter(r -> r.instance().equals(outcome.instance()));
        if (restore.isEmpty()) {
            return false;
        }
        String used = outcome.copies().stream()
                .filter(BackupOutcome.Copy::done)
                .map(copy -> copy.engine() + " · " + copy.site())
                .findFirst()
                .orElse("");
        boolean ended = table.end(outcome.task(), used, outcome.detail(), clock.instant());
        if (ended) {
            audit.record(
                    SELF,
                    outcome.detail().isEmpty() ? "restore.done" : "restore.failed",
                    restore.get().source().value());
        }
        return ended;
    }

    @Override
    public void progress(Map<String, RestoreStep> steps) {
        steps.forEach(table::step);
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException | Refusal e) {
            LOG.warn(
                    "restores could not be brought further, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
