package casemate.control.replica;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import casemate.promise.Region;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// BAK-6: something that is committed at each instance after the drill began, and a look at its files that began later,
/// have to be at its standby, in the promised region and on another machine, within what is promised. Two machines are
/// two when both are known and differ; of one that is unknown nothing is proved. A standby that is not fed never gets
/// there.
final class ReplicaDrill implements Drill<ReplicaTarget> {
    static final PromiseId PROMISE = new PromiseId("BAK-6");
    private static final DrillCard CARD = new DrillCard(
            PROMISE, "replica-near", new Cadence(Duration.ofHours(1), Duration.ofHours(3)), ProofKind.INSIDE_PROBE);

    private final Supplier<ReplicaTarget> real;
    private final Supplier<ReplicaTarget> twin;
    private final Clock clock;

    /// @param twin with a standby that nothing is sent to
    ReplicaDrill(Supplier<ReplicaTarget> real, Supplier<ReplicaTarget> twin, Clock clock) {
        this.real = real;
        this.twin = twin;
        this.clock = clock;
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public ReplicaTarget real() {
        return real.get();
    }

    @Override
    public ReplicaTarget sabotaged() {
        return twin.get();
    }

    @Override
    public Finding attempt(ReplicaTarget target) throws InterruptedException {
        Instant began = clock.instant();
        List<ReplicaTarget.Standing> all = target.standings().get();
        Instant end = began.plus(target.most());
        while (!all.isEmpty() && !arrived(all, began) && clock.instant().isBefore(end)) {
            target.pause().rest();
            all = target.standings().get();
        }
        // None from the start, or ended meanwhile: of nothing all is near.
        if (all.isEmpty()) {
            return new Finding.Unproved("No instance has a standby on another host.");
        }
        Duration took = Duration.between(began, clock.instant());
        Json.Obj measured = Json.object()
                .put("standbys", all.size())
                .put("arrivedWithinMillis", took.toMillis())
                .put("behindMillis", behind(all).toMillis())
                .put("promisedSeconds", target.most().toSeconds())
                .build();
        if (!arrived(all, began)) {
            return new Finding.Broken(measured, "What was written did not reach a standby within what is promised.");
        }
        Optional<Region> promised = target.region();
        if (promised.isPresent()
                && all.stream()
                        .anyMatch(each -> each.region()
                                .filter(r -> !r.equals(promised.get()))
                                .isPresent())) {
            return new Finding.Broken(measured, "A standby is in another region than the one that is promised.");
        }
        return all.stream().allMatch(ReplicaTarget.Standing::apart)
                ? new Finding.Kept(measured)
                : new Finding.Unproved("Standbys are near, but on the machine of their instances: no other region.");
    }

    private static boolean arrived(List<ReplicaTarget.Standing> all, Instant began) {
        return all.stream()
                .allMatch(each -> each.reached().filter(at -> at.isAfter(began)).isPresent());
    }

    /// The farthest.
    private Duration behind(List<ReplicaTarget.Standing> all) {
        Instant now = clock.instant();
        return all.stream()
                .flatMap(each -> each.reached().stream())
                .map(at -> Duration.between(at, now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
