package casemate.agent;

import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.MomentOf;
import casemate.agent.fill.SetSecrets;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.PodOrder;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Brings an instance back to what a backup holds. The copy is unpacked, compared and proved in a pod of its own while
/// the instance runs; only then are the volumes exchanged, by one write ([Exchange]).
final class Restoration {
    private final PodVolumes volumes;
    private final Blueprints blueprints;
    private final Path stage;
    private final PodDirectory directory;
    private final Reconciler pods;
    private final Engines engines;
    private final Trial trial;
    private final Exchange exchange;
    private final Clock clock;

    /// @param volumes where a copy is unpacked, under the key that the instance's own volume has
    Restoration(
            PodVolumes volumes,
            Blueprints blueprints,
            PodDirectory directory,
            Reconciler pods,
            Engines engines,
            Trial trial,
            Exchange exchange,
            Clock clock) {
        this.volumes = volumes;
        this.blueprints = blueprints;
        this.stage = volumes.stage("restoring");
        this.directory = directory;
        this.pods = pods;
        this.engines = engines;
        this.trial = trial;
        this.exchange = exchange;
        this.clock = clock;
    }

    /// @param steps hears how far it is
    BackupOutcome restore(RestoreTask task, Consumer<RestoreStep> steps) throws IOException, InterruptedException {
        Instant started = clock.instant();
        List<BackupOutcome.Copy> tried = new ArrayList<>();
        String why = "";
        try {
            PodRecord record = installed(task);
            // Done, and we died before we could say so: what was written since must not be lost.
            if (!record.contents().restore().equals(task.id())) {
                PodOrder order = pods.find(task.instance())
                        .flatMap(PodKeeper::wish)
                        .orElseThrow(() -> new IOException("nothing is known of this instance"));
                try (Held held = volumes.open(task.instance())) {
                    held.make(stage);
                    BackupSet set = unpack(task, record, tried, steps);
                    steps.accept(RestoreStep.PROVING);
                    Optional<byte[]> secrets = SetSecrets.of(set);
                    trial.hold(order, set, held, proved -> exchange.hold(task, proved, secrets, steps));
                }
            }
        } catch (IOException | UncheckedIOException | Refusal | Unavailable e) {
            why = String.valueOf(e.getMessage());
        } finally {
            Place.remove(stage);
        }
        return new BackupOutcome(
                task.id(), task.instance(), started, clock.instant(), why, task.manifest(), 0, 0, tried);
    }

    private PodRecord installed(RestoreTask task) throws IOException {
        return directory
                .find(task.instance())
                .filter(known -> known.step() == PodRecord.Step.INSTALLED)
                .orElseThrow(() -> new IOException("there is no installed instance to restore"));
    }

    /// The first of the copies that is whole.
    private BackupSet unpack(
            RestoreTask task, PodRecord record, List<BackupOutcome.Copy> tried, Consumer<RestoreStep> steps)
            throws IOException, InterruptedException {
        steps.accept(RestoreStep.FETCHING);
        for (RestoreTask.Source source : task.sources()) {
            Instant began = clock.instant();
            BackupStore store = source.store();
            try {
                BackupSet set = unpack(task, record, source);
                tried.add(BackupMaker.copy(store, true, source.copy(), 0, 0, 0, since(began), ""));
                return set;
            } catch (IOException | UncheckedIOException e) {
                String why = String.valueOf(e.getMessage());
                tried.add(BackupMaker.copy(store, false, source.copy(), 0, 0, 0, since(began), why));
            }
        }
        throw new IOException(
                "no copy of this backup is whole: " + tried.getLast().detail());
    }

    private BackupSet unpack(RestoreTask task, PodRecord record, RestoreTask.Source source)
            throws IOException, InterruptedException {
        BackupStore store = source.store();
        BackupEngine engine = engines.get(store.engine());
        BackupSet set = BackupSet.begin(stage.resolve("set"));
        FileTree.delete(set.volume());
        engine.restore(Repository.of(store, engine, task.source()), source.copy(), set.root());
        BackupSet.Facts facts = set.facts();
        if (!facts.instance().equals(task.source()) || !facts.blueprint().equals(record.blueprint())) {
            throw new IOException("the copy is of another instance or application");
        }
        set.check(task.manifest());
        if (task.moment().isPresent()) {
            MomentOf.fetch(task.moment().get(), task.source(), blueprints.get(record.blueprint()), set);
        }
        return set;
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }
}
