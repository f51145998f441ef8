package casemate.agent;

import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Digests;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Restores a copy into a pod of its own, behind the same walls as every other and known to nobody; compares every file
/// with the manifest, loads the database, writes it out again and compares that too, waits until the application
/// answers, and takes all of it away.
final class Rehearsal {
    private static final Duration LOOK = Duration.ofMillis(200);
    /// Loading a database comes before the application's own patience begins to matter.
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static final String SECRETS = "secrets.json";

    private final Path stage;
    private final PodBuilder builder;
    private final PodDirectory directory;
    private final Reconciler pods;
    private final Engines engines;
    private final Clock clock;
    private final Ids ids;

    /// @param stage where a copy is unpacked; on the file system of the volumes
    Rehearsal(Path stage, PodBuilder builder, PodDirectory directory, Reconciler pods, Engines engines, Clock clock) {
        this.stage = stage;
        this.builder = builder;
        this.directory = directory;
        this.pods = pods;
        this.engines = engines;
        this.clock = clock;
        this.ids = new Ids(clock, new SecureRandom());
    }

    BackupOutcome hold(BackupTask task) throws IOException, InterruptedException {
        Instant started = clock.instant();
        BackupStore store = task.stores().getFirst();
        String why = "";
        try {
            rehearse(task, store);
        } catch (IOException | UncheckedIOException | Refusal | Unavailable e) {
            why = String.valueOf(e.getMessage());
        } finally {
            FileTree.delete(stage);
        }
        Duration took = Duration.between(started, clock.instant());
        return new BackupOutcome(
                task.id(),
                task.instance(),
                started,
                clock.instant(),
                "",
                task.manifest(),
                0,
                0,
                List.of(BackupMaker.copy(store, why.isEmpty(), task.copy(), 0, 0, 0, took, why)));
    }

    private void rehearse(BackupTask task, BackupStore store) throws IOException, InterruptedException {
        PodOrder order = pods.find(task.instance())
                .flatMap(PodKeeper::wish)
                .orElseThrow(() -> new IOException("nothing is known of this instance"));
        BackupEngine engine = engines.get(store.engine());
        BackupSet set = BackupSet.begin(stage);
        FileTree.delete(set.volume());
        engine.restore(
                Repository.at(Path.of(store.place()), engine, task.instance(), store.key()), task.copy(), set.root());
        set.check(task.manifest());
        start(order, set);
    }

    private void start(PodOrder order, BackupSet set) throws IOException, InterruptedException {
        InstanceId own = ids.instance();
        Path dump = BackupMaker.dump(set.volume());
        Optional<String> database = Files.isRegularFile(dump, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(Digests.hex(dump))
                : Optional.empty();
        try {
            Path secrets = set.root().resolve(SECRETS);
            if (Files.exists(secrets)) {
                directory.admit(own, PodRecord.THROWAWAY);
                directory.keepSecrets(own, Files.readAllBytes(secrets));
            }
            PodOrder alike = new PodOrder(
                    own,
                    order.blueprint(),
                    order.host(),
                    PodOrder.Wanted.RUNNING,
                    order.limits(),
                    order.settings(),
                    order.identityKey());
            LivePod pod = builder.rehearse(alike, set);
            try {
                answers(pod);
                Path again = BackupMaker.dump(directory.volume(own));
                if (database.isPresent()
                        && !(Files.isRegularFile(again, LinkOption.NOFOLLOW_LINKS)
                                && Digests.hex(again).equals(database.get()))) {
                    throw new IOException("the restored database is not the one that was backed up");
                }
            } finally {
                pod.stop();
            }
        } finally {
            builder.erase(own);
        }
    }

    private void answers(LivePod pod) throws IOException, InterruptedException {
        Instant end = clock.instant().plus(LONGEST);
        String waiting = pod.tend();
        Instant due = end;
        while (true) {
            if (waiting.isEmpty()) {
                due = due.equals(end)
                        ? clock.instant().plus(pod.blueprint().health().patience())
                        : due;
                HealthProbe.Answer answer = pod.probe();
                if (answer.good()) {
                    return;
                }
                waiting = answer.why();
            }
            if (clock.instant().isAfter(due)) {
                throw new IOException("the restored application does not answer: " + waiting);
            }
            Thread.sleep(LOOK);
            waiting = pod.tend();
        }
    }
}
