package casemate.control.provision;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.account.Email;
import casemate.control.account.Token;
import casemate.control.scim.Patch;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.function.Supplier;

/// ACC-3, the part of provisioning: a directory switches one canary off and deletes another; both must be
/// signed out, and a third who stays must not. All are of a customer that nobody has, and are taken away again.
final class LeaverDrill implements Drill<LeaverTarget> {
    static final PromiseId PROMISE = new PromiseId("ACC-3");
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "directory-leavers",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);
    /// Under these addresses nobody but this drill signs up (RFC 2606).
    private static final String CANARIES = "leaver-%@drill.invalid";

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;
    private static final int MAX_BYTES = 1_000;

    private static final byte[] SWITCH_OFF =
            "{\"Operations\":[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]}"
                    .getBytes(StandardCharsets.UTF_8);

    private final Supplier<LeaverTarget> real;
    private final Supplier<LeaverTarget> twin;
    private final SecureRandom chance;
    private final Clock clock;

    LeaverDrill(Supplier<LeaverTarget> real, Supplier<LeaverTarget> twin, SecureRandom chance, Clock clock) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
        this.clock = clock;
    }

    @Override
    public LeaverTarget real() {
        return real.get();
    }

    @Override
    public LeaverTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(LeaverTarget target) {
        target.sweep(CANARIES);
        try {
            return judged(target);
        } catch (Refusal refused) {
            return new Finding.Unproved("The canaries could not be provisioned: " + refused.code() + ".");
        } finally {
            target.sweep(CANARIES);
        }
    }

    private Finding judged(LeaverTarget target) {
        ScimClient directory =
                target.customer(address(), Secret.of(HexFormat.of().formatHex(random(PASSWORD_BYTES))));
        Entry off = target.create(directory, address());
        Entry deleted = target.create(directory, address());
        Token offSession = target.signIn(off);
        Token deletedSession = target.signIn(deleted);
        Token staying = target.signIn(target.create(directory, address()));
        if (!target.signedIn(offSession) || !target.signedIn(deletedSession)) {
            return new Finding.Unproved("The canaries could not sign in, so being signed out proves nothing.");
        }
        Instant start = clock.instant();
        target.patch(directory, off, Patch.read(Json.parseObject(SWITCH_OFF, MAX_BYTES)));
        target.delete(directory, deleted);
        boolean offStays = target.signedIn(offSession);
        boolean deletedStays = target.signedIn(deletedSession);
        Json.Obj measured = Json.object()
                .put("switchedOffSignedIn", offStays)
                .put("deletedSignedIn", deletedStays)
                .put("withinMillis", Duration.between(start, clock.instant()).toMillis())
                .build();
        if (offStays || deletedStays) {
            return new Finding.Broken(measured, "Somebody whom the customer's directory took out is still signed in.");
        }
        return target.signedIn(staying)
                ? new Finding.Kept(measured)
                : new Finding.Unproved(
                        "Somebody who should stay was signed out too, so being signed out proves nothing.");
    }

    private Email address() {
        return Email.parse(CANARIES.replace("%", HexFormat.of().formatHex(random(NAME_BYTES))));
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    }
}
