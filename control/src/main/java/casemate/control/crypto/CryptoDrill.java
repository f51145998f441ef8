package casemate.control.crypto;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// CRY-5: lists what is in use and judges it. Nothing may be weak or unjudged, the list of what is weak may
/// not be older than a year, and a planted weakness must be told from a planted strength, or the judge is
/// blind.
final class CryptoDrill implements Drill<CryptoTarget> {
    static final PromiseId PROMISE = new PromiseId("CRY-5");
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "cryptography-watched",
            new Cadence(Duration.ofDays(1), Duration.ofDays(3)),
            ProofKind.INSIDE_PROBE);

    /// A year, and a month to do it in.
    static final long OLDEST_DAYS = 400;

    /// Where cryptography must be found: a list without one of these was not made.
    private static final Set<String> PLACES =
            Set.of("backups", "edge", "factors", "ledger", "passwords", "snapshots", "tokens", "vault");

    private static final int STRONG = 256;

    private final Supplier<CryptoTarget> real;
    private final Supplier<CryptoTarget> twin;
    private final Clock clock;

    CryptoDrill(Supplier<CryptoTarget> real, Supplier<CryptoTarget> twin, Clock clock) {
        this.real = real;
        this.twin = twin;
        this.clock = clock;
    }

    @Override
    public CryptoTarget real() {
        return real.get();
    }

    @Override
    public CryptoTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(CryptoTarget target) {
        List<Judged> all = target.now().get();
        List<Judged> bad = all.stream().filter(j -> !j.verdict().fine()).toList();
        long age = ChronoUnit.DAYS.between(
                target.verdicts().checked(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        Set<String> places = all.stream().map(j -> j.asset().where()).collect(Collectors.toCollection(TreeSet::new));
        Json.Obj measured = Json.object()
                .put("assets", all.size())
                .put("places", String.join(" ", places))
                .put("weakOrUnjudged", bad.size())
                .put(
                        "algorithms",
                        all.stream().map(j -> j.asset().algorithm()).distinct().count())
                .put(
                        "recommendedForAWhile",
                        all.stream()
                                .filter(j -> j.verdict() == Judged.Verdict.ENDING)
                                .count())
                .put("listAgeDays", age)
                .build();
        if (!bad.isEmpty()) {
            return new Finding.Broken(
                    measured,
                    "Something weak is in use: " + bad.getFirst().asset().algorithm() + ".");
        }
        if (age > OLDEST_DAYS) {
            return new Finding.Broken(
                    measured, "Nobody has held the list of what is weak against its sources for a year.");
        }
        if (!sees(target.verdicts())) {
            return new Finding.Unproved("The list does not tell a weak key from a strong one.");
        }
        return places.containsAll(PLACES)
                ? new Finding.Kept(measured)
                : new Finding.Unproved("The list is not whole: a place that must use cryptography did not answer.");
    }

    private boolean sees(Verdicts verdicts) {
        Asset weak = Asset.algorithm("planted", "RSA with SHA-1", 0, "edge");
        Asset strong = Asset.algorithm("planted", "AES-256-GCM", STRONG, "edge");
        return verdicts.judge(weak, clock.instant()).verdict() == Judged.Verdict.WEAK
                && verdicts.judge(strong, clock.instant()).verdict() == Judged.Verdict.GOOD;
    }
}
