package casemate.agent;

import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.disk.PodVolumes;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Brings a copy back as after the loss of the host, compares every file with the manifest, proves it in a [Trial], and
/// takes all of it away.
final class Rehearsal {
    private final PodVolumes volumes;
    private final Path stage;
    private final Trial trial;
    private final Reconciler pods;
    private final Engines engines;
    private final Clock clock;

    /// @param volumes where a copy is unpacked, under a key of the moment
    /// @param stage the name of that place
    Rehearsal(PodVolumes volumes, String stage, Trial trial, Reconciler pods, Engines engines, Clock clock) {
        this.volumes = volumes;
        this.stage = volumes.stage(stage);
        this.trial = trial;
        this.pods = pods;
        this.engines = engines;
        this.clock = clock;
    }

    BackupOutcome hold(BackupTask task) throws IOException, InterruptedException {
        PodOrder order = pods.find(task.instance())
                .flatMap(PodKeeper::wish)
                .orElseThrow(() -> new IOException("nothing is known of this instance"));
        return hold(task, order);
    }

    /// @param order of the instance that the copy is of
    BackupOutcome hold(BackupTask task, PodOrder order) throws IOException, InterruptedException {
        Instant started = clock.instant();
        BackupStore store = task.stores().getFirst();
        String why = "";
        try {
            rehearse(task, order, store);
        } catch (IOException | UncheckedIOException | Refusal | Unavailable e) {
            why = String.valueOf(e.getMessage());
        } finally {
            Place.remove(stage);
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

    private void rehearse(BackupTask task, PodOrder order, BackupStore store) throws IOException, InterruptedException {
        BackupEngine engine = engines.get(store.engine());
        Held moment = volumes.moment();
        moment.make(stage);
        BackupSet set = BackupSet.begin(stage.resolve("set"));
        FileTree.delete(set.volume());
        engine.restore(Repository.of(store, engine, task.instance()), task.copy(), set.root());
        set.check(task.manifest());
        trial.hold(order, set, moment, _ -> {});
    }
}
