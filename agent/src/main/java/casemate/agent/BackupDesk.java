package casemate.agent;

import casemate.agent.link.LinkConfig;
import casemate.agent.moment.Moments;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Wakeup;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupTask;
import casemate.wire.EraseTask;
import casemate.wire.LogReport;
import casemate.wire.ReportDesk;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Follows control's orders for backups, rehearsals and restores, does one after the other, and says how
/// each ended until control no longer orders it. Orders hold keys: they are kept in memory only.
final class BackupDesk implements AutoCloseable {
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(3);
    private static final Duration END_WAIT = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(BackupDesk.class.getName());

    private final LinkConfig link;
    private final byte[] controlKey;
    private final SnapshotFeed feed;
    private final ReportDesk reports;
    private final Acts acts;
    private final BackupJournal journal;
    private final Wakeup news = new Wakeup();
    private final Thread follower =
            Thread.ofVirtual().name("agent-backup-orders").unstarted(this::follow);
    private final Thread reporter =
            Thread.ofVirtual().name("agent-backup-reports").unstarted(this::report);
    /// One platform thread for as long as the agent lives: tools end with the thread that started them.
    private final Thread worker =
            Thread.ofPlatform().daemon().name("agent-backups").unstarted(this::work);

    private volatile BackupOrders orders = new BackupOrders(-1, Instant.EPOCH, List.of());
    private volatile Map<String, RestoreStep> steps = Map.of();
    private final RecentOutcomes recent = new RecentOutcomes();

    /// What can be ordered.
    record Acts(
            BackupMaker maker, Rehearsal rehearsal, Restoration restoration, Moments moments, SiteErasure erasure) {}

    BackupDesk(LinkConfig link, SnapshotFeed feed, ReportDesk reports, Acts acts, BackupJournal journal)
            throws IOException {
        this.link = link;
        this.controlKey = Files.readAllBytes(link.controlKey());
        this.feed = feed;
        this.reports = reports;
        this.acts = acts;
        this.journal = journal;
    }

    BackupDesk begin() {
        follower.start();
        worker.start();
        reporter.start();
        return this;
    }

    /// The outcomes of tasks that control has ordered, or is about to.
    ///
    /// @throws casemate.base.Unavailable when they do not end in time
    List<BackupOutcome> await(List<String> tasks, Duration longest) throws InterruptedException {
        return recent.await(tasks, longest);
    }

    private void follow() {
        try {
            while (true) {
                try {
                    Optional<byte[]> signed = feed.newer(orders.version(), WAIT);
                    if (signed.isPresent()) {
                        accept(signed.get());
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "no orders for backups from control: {0}", e.getMessage());
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(byte[] signed) throws IOException {
        BackupOrders fresh =
                BackupOrders.decode(SignedSnapshot.open(SignedSnapshot.Audience.BACKUP, signed, controlKey));
        if (fresh.version() <= orders.version()) {
            throw Refusal.conflict("snapshot-old", "These orders are not newer than those at hand.");
        }
        orders = fresh;
        acts.moments().follow(fresh.logs());
        journal.keepOnly(Stream.of(
                        fresh.tasks().stream().map(BackupTask::id),
                        fresh.restores().stream().map(RestoreTask::id),
                        fresh.erasures().stream().map(EraseTask::id))
                .flatMap(ids -> ids)
                .collect(Collectors.toSet()));
        news.ring();
    }

    private void work() {
        try {
            while (true) {
                long seen = news.count();
                Optional<Work> next = next(orders);
                if (next.isEmpty()) {
                    news.await(seen, WAIT);
                } else {
                    carryOut(next.get());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// One thing to do.
    private record Work(String id, InstanceId instance, Act act) {}

    private interface Act {
        BackupOutcome carryOut() throws IOException, InterruptedException;
    }

    /// Restores go first: people wait for them. Erasures are next: they were promised, and nothing is
    /// written for them.
    private Optional<Work> next(BackupOrders open) {
        Stream<Work> restores = open.restores().stream()
                .map(task -> new Work(
                        task.id(),
                        task.instance(),
                        () -> acts.restoration().restore(task, step -> progress(task.id(), step))));
        Stream<Work> erasures = open.erasures().stream()
                .map(task -> new Work(
                        task.id(), task.instance(), () -> acts.erasure().erase(task)));
        return Stream.of(restores, erasures, open.tasks().stream().map(this::work))
                .flatMap(works -> works)
                .filter(work -> !journal.has(work.id()))
                .findFirst();
    }

    private Work work(BackupTask task) {
        return new Work(task.id(), task.instance(), () -> switch (task.kind()) {
            case BACKUP -> acts.maker().make(task);
            case REHEARSAL -> acts.rehearsal().hold(task);
        });
    }

    private void progress(String task, RestoreStep step) {
        steps = Map.of(task, step);
        news.ring();
    }

    private void carryOut(Work work) throws InterruptedException {
        try {
            BackupOutcome outcome = outcome(work);
            journal.write(outcome);
            steps = Map.of();
            recent.add(outcome);
            news.ring();
        } catch (IOException e) {
            // Without an outcome on the disk it is not done: again, when the disk may be well.
            LOG.log(System.Logger.Level.ERROR, "the outcome of " + work.id() + " cannot be kept", e);
            Thread.sleep(PAUSE);
        }
    }

    private BackupOutcome outcome(Work work) throws InterruptedException {
        Instant began = link.clock().instant();
        try {
            return work.act().carryOut();
        } catch (Refusal | IOException | UncheckedIOException e) {
            return failed(work, began, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug of ours: this task fails, the next ones go on.
            LOG.log(System.Logger.Level.ERROR, "carrying out " + work.id() + " failed", e);
            return failed(work, began, "an internal error; the agent's log holds it");
        }
    }

    private BackupOutcome failed(Work work, Instant began, String why) {
        return new BackupOutcome(work.id(), work.instance(), began, link.clock().instant(), why, "", 0, 0, List.of());
    }

    private void report() {
        try {
            while (true) {
                long seen = news.count();
                List<BackupOutcome> outcomes = journal.all();
                List<LogReport> logs = acts.moments().reports();
                if (!outcomes.isEmpty() || !steps.isEmpty() || !logs.isEmpty()) {
                    tell(outcomes, logs);
                }
                news.await(seen, REPORT_EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(List<BackupOutcome> outcomes, List<LogReport> logs) {
        try {
            reports.receive(new BackupReport(link.name(), outcomes, steps, logs).encode());
        } catch (RuntimeException e) {
            // Control is away: the next report tells it all again.
            LOG.log(System.Logger.Level.WARNING, "the outcomes of backups did not arrive: {0}", e.getMessage());
        }
    }

    /// Ends what runs; it is begun anew after the next start.
    @Override
    public void close() {
        try {
            for (Thread each : List.of(follower, worker, reporter)) {
                each.interrupt();
            }
            for (Thread each : List.of(follower, worker, reporter)) {
                each.join(END_WAIT);
            }
            acts.moments().close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
