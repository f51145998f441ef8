package casemate.agent;

import casemate.base.Json;
import casemate.promise.BackupPromise.RecoveryTime;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.Policy;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.wire.BackupOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Brings backups back as after the loss of a host, from every technology at every site, each of an instance drawn by
/// chance: compared file by file, the database too, the application started and its health page asked (BAK-7); and
/// measures how long all instances would take (BAK-5).
///
/// @param twin a copy that cannot be brought back
record RecoveryDrill(
        PromiseId promise, String name, Judge judge, Supplier<RecoveryTarget> copies, RecoveryTwins.Twin twin)
        implements Drill<RecoveryTarget> {
    private static final Cadence CADENCE = new Cadence(Duration.ofDays(1), Duration.ofDays(3));

    /// What to make of a round that was not empty.
    interface Judge {
        Finding of(RecoveryTarget target, List<BackupOutcome> round);
    }

    static List<Drill<?>> all(Supplier<RecoveryTarget> real, Supplier<Optional<Policy>> policy, RecoveryTwins twins) {
        return List.of(
                new RecoveryDrill(
                        new PromiseId("BAK-5"),
                        "back-within-the-promised-time",
                        (target, round) -> policy.get()
                                .flatMap(p -> p.find(RecoveryTime.class))
                                .map(promised -> inTime(target, round, promised.within()))
                                .orElse(new Finding.Unproved("No time is promised.")),
                        real,
                        twins::silent),
                new RecoveryDrill(
                        new PromiseId("BAK-7"),
                        "recovery-rehearsed",
                        (_, round) -> rehearsed(round),
                        real,
                        twins::damaged));
    }

    /// One host brings its instances back one after the other, so the slowest counts for each.
    private static Finding inTime(RecoveryTarget target, List<BackupOutcome> round, Duration within) {
        long slowest = copies(round).stream()
                .mapToLong(BackupOutcome.Copy::millis)
                .max()
                .orElse(0);
        Duration all = Duration.ofMillis(slowest * Math.max(1, target.instances()));
        Json.Obj measured = counted(round)
                .put("slowestMillis", slowest)
                .put("instances", target.instances())
                .put("allInstancesSeconds", all.toSeconds())
                .put("promisedSeconds", within.toSeconds())
                .build();
        if (failed(round) > 0) {
            return new Finding.Broken(measured, "Data or service did not come back from a backup.");
        }
        return all.compareTo(within) > 0
                ? new Finding.Broken(measured, "To bring all instances back would take longer than is promised.")
                : new Finding.Kept(measured);
    }

    private static Finding rehearsed(List<BackupOutcome> round) {
        Json.Obj measured = counted(round).build();
        return failed(round) > 0
                ? new Finding.Broken(measured, "A backup could not be brought back to an application that answers.")
                : new Finding.Kept(measured);
    }

    private static Json.Builder counted(List<BackupOutcome> round) {
        List<BackupOutcome.Copy> copies = copies(round);
        return Json.object()
                .put("restores", round.size())
                .put("failed", failed(round))
                .put(
                        "technologies",
                        copies.stream()
                                .map(BackupOutcome.Copy::engine)
                                .distinct()
                                .count())
                .put(
                        "sites",
                        copies.stream().map(BackupOutcome.Copy::site).distinct().count());
    }

    private static long failed(List<BackupOutcome> round) {
        return round.stream().filter(outcome -> !outcome.done()).count();
    }

    private static List<BackupOutcome.Copy> copies(List<BackupOutcome> round) {
        return round.stream().flatMap(outcome -> outcome.copies().stream()).toList();
    }

    @Override
    public DrillCard card() {
        return new DrillCard(promise, name, CADENCE, ProofKind.INSIDE_PROBE);
    }

    @Override
    public Finding attempt(RecoveryTarget target) throws InterruptedException {
        try {
            List<BackupOutcome> round = target.round().hold();
            return round.isEmpty() ? new Finding.Unproved("No backup has been made yet.") : judge.of(target, round);
        } catch (IOException e) {
            throw new UncheckedIOException("the copies cannot be brought back", e);
        }
    }

    @Override
    public RecoveryTarget real() {
        return copies.get();
    }

    @Override
    public RecoveryTarget sabotaged() throws InterruptedException {
        try {
            return twin.put();
        } catch (IOException e) {
            throw new UncheckedIOException("the twin cannot be put up", e);
        }
    }
}
