package casemate.control.factor;

import casemate.base.Json;
import casemate.base.Secret;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/// Holds the published codes of RFC 6238 and RFC 4226 against a canary's account: each must open once, and neither a
/// second time, nor when a newer one was used, nor out of its time, nor when it is made up.
final class FactorDrill implements Drill<FactorTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("ACC-5"),
            "one-time-codes",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);

    /// The secret of both documents.
    static final String RFC_KEY = "12345678901234567890";

    /// A moment and the code then.
    record Vector(long second, String code) {}

    /// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
    static final List<Vector> TOTP = List.of(
            new Vector(59, "287082"),
            new Vector(1_111_111_109, "081804"),
            new Vector(1_111_111_111, "050471"),
            new Vector(1_234_567_890, "005924"),
            new Vector(2_000_000_000, "279037"),
            new Vector(20_000_000_000L, "353130"));

    /// RFC 4226, appendix D: counts 0 to 9.
    static final List<String> HOTP =
            List.of("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489");

    /// Right at none of the times and counts above.
    private static final String MADE_UP = "000000";

    private final Supplier<FactorTarget> real;
    private final Supplier<FactorTarget> twin;

    FactorDrill(Supplier<FactorTarget> real, Supplier<FactorTarget> twin) {
        this.real = real;
        this.twin = twin;
    }

    @Override
    public FactorTarget real() {
        return real.get();
    }

    @Override
    public FactorTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(FactorTarget target) {
        Count count = new Count();
        boolean before = target.asked();
        begin(target, Method.TOTP);
        byTime(target, count);
        boolean asked = target.asked();
        target.generators().removeAll(target.person());
        begin(target, Method.HOTP);
        byCount(target, count);
        Json.Obj measured = Json.object()
                .put("codesOfTheRfcs", TOTP.size() + HOTP.size())
                .put("accepted", count.accepted)
                .put("attacks", count.attacks)
                .put("refused", count.refused)
                .build();
        if (count.accepted < TOTP.size() + HOTP.size()) {
            return new Finding.Broken(measured, "A code of RFC 6238 or RFC 4226 was refused.");
        }
        if (count.refused < count.attacks) {
            return new Finding.Broken(measured, "A code was accepted that had been used, was old or was made up.");
        }
        if (!asked) {
            return target.steps().isEmpty()
                    ? new Finding.Unproved("Nothing asks for codes at sign-in, so that they protect nobody.")
                    : new Finding.Broken(measured, "Sign-in does not ask somebody for a code who has one to show.");
        }
        return before
                ? new Finding.Unproved("Sign-in asks for codes of somebody who has none: it was not seen to let in.")
                : new Finding.Kept(measured);
    }

    private static void begin(FactorTarget target, Method method) {
        target.generators().begin(target.person(), method, Algorithm.SHA1, Secret.of(RFC_KEY), "drill");
    }

    private static void byTime(FactorTarget target, Count count) {
        String before = MADE_UP;
        for (Vector vector : TOTP) {
            Instant at = Instant.ofEpochSecond(vector.second());
            Instant late = at.plus(CodeRules.STEP.multipliedBy(CodeRules.DRIFT + 1L));
            count.attack(tries(target, MADE_UP, at));
            count.attack(tries(target, vector.code(), late));
            count.accept(tries(target, vector.code(), at));
            count.attack(tries(target, vector.code(), at));
            count.attack(tries(target, before, at));
            before = vector.code();
        }
    }

    private static void byCount(FactorTarget target, Count count) {
        String before = MADE_UP;
        for (String code : HOTP) {
            count.attack(tries(target, MADE_UP, Instant.EPOCH));
            count.accept(tries(target, code, Instant.EPOCH));
            count.attack(tries(target, code, Instant.EPOCH));
            count.attack(tries(target, before, Instant.EPOCH));
            before = code;
        }
    }

    /// The first right code confirms the generator, as for everybody; the others open the second step.
    private static boolean tries(FactorTarget target, String code, Instant at) {
        return target.generators().confirm(target.person(), code, at).isPresent()
                || target.generators().accept(target.person(), code, at);
    }

    /// What came of it so far.
    private static final class Count {
        private int accepted;
        private int attacks;
        private int refused;

        void accept(boolean opened) {
            accepted += opened ? 1 : 0;
        }

        void attack(boolean opened) {
            attacks++;
            refused += opened ? 0 : 1;
        }
    }
}
