package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Wakeup;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.policy.Policies;
import casemate.promise.BackupPromise.BackupRetention;
import casemate.wire.BackupOrders;
import casemate.wire.BackupReport;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.EraseTask;
import casemate.wire.LogOrder;
import casemate.wire.RestoreTask;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import casemate.wire.SnapshotKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// Hands the agent what is open, with the keys it needs for it: made anew for each asking, kept nowhere.
final class OrderFeed implements SnapshotFeed {
    /// How late another replica's change may be noticed.
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    /// An agent does them one by one; the rest comes when these are done.
    private static final int MOST = 50;

    private static final Actor SELF = new Actor.Program("backups");

    private final BackupTable table;
    private final Stores stores;
    private final Logs logs;
    private final Instances instances;
    private final Policies policies;
    private final SnapshotKey key;
    private final Wakeup changed;
    private final Clock clock;
    private final AtomicReference<RestoreDesk> restores = new AtomicReference<>(RestoreDesk.NONE);
    private final AtomicReference<EraseDesk> erasures = new AtomicReference<>(EraseDesk.NONE);

    OrderFeed(
            BackupTable table,
            Stores stores,
            Logs logs,
            Instances instances,
            Policies policies,
            SnapshotKey key,
            Wakeup changed,
            Clock clock) {
        this.table = table;
        this.stores = stores;
        this.logs = logs;
        this.instances = instances;
        this.policies = policies;
        this.key = key;
        this.changed = changed;
        this.clock = clock;
    }

    void eraseWith(EraseDesk desk) {
        erasures.set(desk);
    }

    EraseDesk erasures() {
        return java.util.Objects.requireNonNull(erasures.get());
    }

    void restoreWith(RestoreDesk desk) {
        restores.set(desk);
    }

    RestoreDesk restores() {
        return java.util.Objects.requireNonNull(restores.get());
    }

    /// The first host's.
    @Override
    public Optional<byte[]> newer(long version, Duration wait) throws InterruptedException {
        return newer(instances.firstHost(), version, wait);
    }

    /// @param host whose instances' orders are asked for
    Optional<byte[]> newer(String host, long version, Duration wait) throws InterruptedException {
        Duration most = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        long deadline = System.nanoTime() + most.toNanos();
        while (true) {
            long seen = changed.count();
            long now = table.version();
            if (now > version) {
                return Optional.of(orders(host, now));
            }
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (!left.isPositive()) {
                return Optional.empty();
            }
            changed.await(seen, left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY);
        }
    }

    /// What is open when this is called may be newer than the version says: then it is handed out once
    /// more.
    private byte[] orders(String host, long version) {
        Instant now = clock.instant();
        Set<InstanceId> there = instances.placedOn(host);
        List<BackupTask> tasks =
                table.open(there, MOST).stream().flatMap(b -> task(b).stream()).toList();
        List<RestoreTask> restoring = restores().open().stream()
                .filter(task -> there.contains(task.instance()))
                .toList();
        List<LogOrder> copied = logs.orders(keepFrom(now)).stream()
                .filter(log -> there.contains(log.instance()))
                .toList();
        return SignedSnapshot.sign(
                SignedSnapshot.Audience.BACKUP,
                new BackupOrders(
                                version,
                                now,
                                tasks,
                                restoring,
                                copied,
                                erasures().open().stream()
                                        .filter(task -> eraser(task).equals(host))
                                        .toList())
                        .encode(),
                key);
    }

    /// What of a report is about orders that this host has: of another's tasks it is not believed.
    BackupReport own(String host, BackupReport report) {
        Set<InstanceId> there = instances.placedOn(host);
        Set<String> restoring = restores().open().stream()
                .filter(task -> there.contains(task.instance()))
                .map(RestoreTask::id)
                .collect(Collectors.toSet());
        Set<String> erasing = erasures().open().stream()
                .filter(task -> eraser(task).equals(host))
                .map(EraseTask::id)
                .collect(Collectors.toSet());
        return new BackupReport(
                report.agent(),
                report.outcomes().stream()
                        .filter(outcome -> restoring.contains(outcome.task())
                                || erasing.contains(outcome.task())
                                || (there.contains(outcome.instance())
                                        && table.find(outcome.task())
                                                .filter(task -> task.instance().equals(outcome.instance()))
                                                .isPresent()))
                        .toList(),
                report.progress().entrySet().stream()
                        .filter(step -> restoring.contains(step.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)),
                report.logs().stream()
                        .filter(log -> there.contains(log.instance()))
                        .toList());
    }

    /// Who empties the sites of an instance: the host that it was on, which keeps beside it how far its logs were
    /// copied; the first one for what is on no host that we know, and for directories that its host does not reach.
    private String eraser(EraseTask task) {
        try {
            String host = instances.hostOf(task.instance());
            return instances.hostKnown(host)
                            && stores.reaches(task.instance(), task.site().place())
                    ? host
                    : instances.firstHost();
        } catch (Refusal _) {
            return instances.firstHost();
        }
    }

    private Optional<BackupTask> task(Backup open) {
        try {
            Instance instance = instances.get(open.instance(), SELF);
            Optional<BackupTable.Subject> subject = table.subject(open.id());
            List<BackupStore> to = subject
                    .map(s ->
                            stores.open(instance, s.engine(), s.site()).stream().toList())
                    .orElseGet(() -> stores.open(instance))
                    .stream()
                    .filter(store -> stores.reaches(instance.id(), store.place()))
                    .toList();
            return to.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new BackupTask(
                            open.id(),
                            subject.isPresent() ? BackupTask.Kind.REHEARSAL : BackupTask.Kind.BACKUP,
                            open.instance(),
                            open.ordered(),
                            keepFrom(open.ordered()),
                            to,
                            subject.map(BackupTable.Subject::copy).orElse(""),
                            subject.map(BackupTable.Subject::manifest).orElse("")));
        } catch (Refusal _) {
            // Erased meanwhile, or its key is: the next sweep forgets the order.
            return Optional.empty();
        }
    }

    /// Nothing is removed where the policy promises no retention (BAK-3).
    private Instant keepFrom(Instant at) {
        return policies.policy()
                .flatMap(policy -> policy.find(BackupRetention.class))
                .map(kept -> at.atOffset(ZoneOffset.UTC).minus(kept.keep()).toInstant())
                .orElse(Instant.EPOCH);
    }
}
