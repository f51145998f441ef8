package casemate.control.account;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.spam.SpamCheck;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/// EDG-7: sends the forms that machines send, and one that a person sends, the way the page does: only the person's may
/// become a sign-up. All are under names that nobody has, and are taken away again.
final class SpamDrill implements Drill<SpamTarget> {
    static final PromiseId PROMISE = new PromiseId("EDG-7");
    private static final DrillCard CARD = new DrillCard(
            PROMISE, "spam-in-forms", new Cadence(Duration.ofHours(1), Duration.ofHours(6)), ProofKind.INSIDE_PROBE);
    /// Under these addresses nobody but this drill signs up.
    private static final String CANARIES = "spam-%@%drill" + Email.NOWHERE;

    private static final String ORDINARY = "drill" + Email.NOWHERE;
    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;

    private final Supplier<SpamTarget> real;
    private final Supplier<SpamTarget> twin;
    private final SecureRandom chance;

    SpamDrill(Supplier<SpamTarget> real, Supplier<SpamTarget> twin, SecureRandom chance) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
    }

    @Override
    public SpamTarget real() {
        return real.get();
    }

    @Override
    public SpamTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(SpamTarget target) throws InterruptedException {
        target.sweep(CANARIES);
        try {
            return judged(target);
        } finally {
            target.sweep(CANARIES);
        }
    }

    private Finding judged(SpamTarget target) throws InterruptedException {
        String stamp = target.check().stamp();
        boolean trapped = accepted(target, form(stamp, "https://example.org/cheap"), ORDINARY);
        // Neither haste nor a borrowed mailbox is enough to be refused: people have both. Together they are.
        boolean blind = accepted(target, form("", ""), SpamCheck.DRILLS_THROWAWAY);
        boolean hasty = accepted(target, form(stamp, ""), SpamCheck.DRILLS_THROWAWAY);
        // A person reads before typing.
        Thread.sleep(SpamCheck.LEAST.plusMillis(100));
        boolean honest = accepted(target, form(stamp, ""), ORDINARY);
        Json.Obj measured = Json.object()
                .put("trapFilledAccepted", trapped)
                .put("withoutPageFromThrowawayAccepted", blind)
                .put("tooQuickFromThrowawayAccepted", hasty)
                .put("honestAccepted", honest)
                .build();
        if (trapped || blind || hasty) {
            return new Finding.Broken(measured, "A form that only a machine sends became a sign-up.");
        }
        return honest
                ? new Finding.Kept(measured)
                : new Finding.Unproved("An honest sign-up was not accepted, so a refusal proves nothing.");
    }

    private boolean accepted(SpamTarget target, MultiValueMap<String, String> typed, String domain) {
        Email email = Email.parse("spam-" + HexFormat.of().formatHex(random(NAME_BYTES)) + "@" + domain);
        typed.add("email", email.value());
        try {
            target.send(typed, email, Secret.of(HexFormat.of().formatHex(random(PASSWORD_BYTES))));
        } catch (Refusal _) {
            return false;
        }
        return target.waits().test(email);
    }

    private static MultiValueMap<String, String> form(String stamp, String trap) {
        MultiValueMap<String, String> typed = new LinkedMultiValueMap<>();
        typed.add(SpamCheck.OPENED, stamp);
        typed.add(SpamCheck.TRAP, trap);
        return typed;
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    }
}
