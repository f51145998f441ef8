package casemate.agent;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Backs an instance up while a visitor asks it for its page, one request after the other, and counts those that are
/// not answered (BAK-4).
final class AvailabilityDrill implements Drill<AvailabilityTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("BAK-4"),
            "answers-during-backup",
            new Cadence(Duration.ofHours(12), Duration.ofDays(2)),
            ProofKind.INSIDE_PROBE);
    /// Fewer show nothing.
    private static final int ENOUGH = 20;
    /// A page that takes longer than this is out of service to whoever waits for it.
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final AvailabilityTargets targets;

    AvailabilityDrill(AvailabilityTargets targets) {
        this.targets = targets;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(AvailabilityTarget target) throws InterruptedException {
        if (!target.visitor().ask()) {
            return new Finding.Unproved("The instance does not answer before its backup either.");
        }
        AvailabilityTarget.Visits visits = new AvailabilityTarget.Visits(target.visitor());
        Thread visiting = Thread.ofPlatform().daemon().name("drill-visitor").start(visits);
        long began = System.nanoTime();
        try {
            target.backup().make();
        } catch (IOException e) {
            throw new UncheckedIOException("the backup failed", e);
        } finally {
            visits.end();
            visiting.join();
        }
        Json.Obj measured = Json.object()
                .put("requests", visits.asked())
                .put("failed", visits.failed())
                .put("longestMillis", visits.longest().toMillis())
                .put("backupMillis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began))
                .build();
        if (visits.failed() > 0 || visits.longest().compareTo(LONGEST) > 0) {
            return new Finding.Broken(measured, "Requests were not answered in time while a backup was made.");
        }
        return visits.asked() < ENOUGH
                ? new Finding.Unproved("The backup was over before enough requests were made.")
                : new Finding.Kept(measured);
    }

    @Override
    public AvailabilityTarget real() throws InterruptedException {
        return targets.running();
    }

    @Override
    public AvailabilityTarget sabotaged() throws InterruptedException {
        return targets.stopped();
    }
}
