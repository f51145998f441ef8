package casemate.agent;

import casemate.agent.disk.HostSync;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.image.Trees;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.agent.volume.Place;
import casemate.base.InstanceId;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts a proved volume in the place of an instance's own, and keeps it there if the instance answers with it. One
/// durable write of the pod's record is the exchange: whenever we die, the volume is the old one or the new one.
final class Exchange {
    private static final Duration LOOK = Duration.ofMillis(200);
    /// Beyond the application's own patience: a busy host makes other pods, too.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final PodDirectory directory;
    private final Reconciler pods;
    private final Clock clock;

    Exchange(PodDirectory directory, Reconciler pods, Clock clock) {
        this.directory = directory;
        this.pods = pods;
        this.clock = clock;
    }

    /// @param proved the place of a volume that no pod uses; it is taken away from there
    /// @param secrets that belong to it
    void hold(RestoreTask task, Path proved, Optional<byte[]> secrets, Consumer<RestoreStep> steps)
            throws IOException, InterruptedException {
        InstanceId instance = task.instance();
        PodKeeper keeper = pods.find(instance).orElseThrow(() -> new IOException("nobody keeps this pod"));
        PodRecord record = installed(instance);
        PodRecord.Contents trying = record.contents().trying(task.id());
        Path place = directory.place(instance, trying.number());
        directory.sweep(instance);
        Trees.own(Place.real(proved), record.uid());
        Files.move(proved, place);
        if (secrets.isPresent()) {
            directory.keepSecrets(instance, trying.number(), secrets.get());
        }
        HostSync.place(place);

        steps.accept(RestoreStep.EXCHANGING);
        keeper.change(
                "restoring a backup", () -> directory.keep(installed(instance).with(trying)));
        steps.accept(RestoreStep.STARTING);
        String failed = awaitAnswer(keeper);
        if (!failed.isEmpty()) {
            keeper.change(
                    "going back to the state before the restore",
                    () -> directory.keep(installed(instance).with(trying.reverted())));
            directory.sweep(instance);
            throw new IOException("the restored instance does not answer, so the state before is back: " + failed);
        }
        directory.keep(installed(instance).with(trying.confirmed()));
        directory.sweep(instance);
    }

    /// As it is now: an erasure that was ordered meanwhile is not undone.
    private PodRecord installed(InstanceId instance) throws IOException {
        return directory
                .find(instance)
                .filter(known -> known.step() == PodRecord.Step.INSTALLED)
                .orElseThrow(() -> new IOException("the instance was erased meanwhile"));
    }

    /// @return why it does not; empty when it does, or is not meant to run
    private String awaitAnswer(PodKeeper keeper) throws InterruptedException {
        Instant end = clock.instant().plus(keeper.patience()).plus(MARGIN);
        while (wanted(keeper)) {
            PodReport report = keeper.report();
            if (report.phase() == PodReport.Phase.RUNNING) {
                return "";
            }
            if (report.phase() == PodReport.Phase.FAILED || clock.instant().isAfter(end)) {
                return report.detail();
            }
            Thread.sleep(LOOK);
        }
        return "";
    }

    private static boolean wanted(PodKeeper keeper) {
        return keeper.wish().map(PodOrder::wanted).equals(Optional.of(PodOrder.Wanted.RUNNING));
    }
}
