package casemate.control.account;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.password.Verifiers;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;

/// Tries to find a password, or something from which it could soon be guessed, where accounts are kept: reads every
/// verifier, then signs a canary up like everybody and looks for its password in every row.
final class PasswordDrill implements Drill<PasswordTarget> {
    private static final DrillCard CARD = new DrillCard(
            new PromiseId("ACC-2"),
            "passwords-at-rest",
            new Cadence(Duration.ofHours(1), Duration.ofHours(6)),
            ProofKind.INSIDE_PROBE);

    /// Under these addresses nobody but this drill signs up.
    private static final String CANARIES = "canary-%@drill" + Email.NOWHERE;

    /// What a careless program would store instead of the password.
    private static final List<String> FAST = List.of("MD5", "SHA-1", "SHA-256", "SHA-512");

    private static final int NAME_BYTES = 8;
    private static final int PASSWORD_BYTES = 18;

    private final Supplier<PasswordTarget> real;
    private final Supplier<PasswordTarget> twin;
    private final SecureRandom chance;

    PasswordDrill(Supplier<PasswordTarget> real, Supplier<PasswordTarget> twin, SecureRandom chance) {
        this.real = real;
        this.twin = twin;
        this.chance = chance;
    }

    @Override
    public PasswordTarget real() {
        return real.get();
    }

    @Override
    public PasswordTarget sabotaged() {
        return twin.get();
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(PasswordTarget target) {
        Email email = new Email(
                "canary-" + HexFormat.of().formatHex(random(NAME_BYTES)) + CANARIES.substring("canary-%".length()));
        String password = Base64.getUrlEncoder().encodeToString(random(PASSWORD_BYTES));
        target.sweep(CANARIES);
        try {
            return attempt(target, email, password);
        } catch (Refusal refused) {
            return new Finding.Unproved("The canary could not sign up: " + refused.code() + ".");
        } finally {
            target.sweep(CANARIES);
        }
    }

    private Finding attempt(PasswordTarget target, Email email, String password) {
        target.join(email, Secret.of(password));
        if (target.verify(email, Secret.of(password)).isEmpty()
                || target.verify(email, Secret.of(password + "x")).isPresent()) {
            return new Finding.Unproved("The canary's own password did not open its account, or another one did.");
        }
        PasswordsAtRest.Verifiers verifiers = target.rest().verifiers();
        long traces = target.rest().rowsHolding(traces(email, password));
        Json.Obj measured = Json.object()
                .put("verifiers", verifiers.total())
                .put("weakVerifiers", verifiers.weak())
                .put("equalSalts", verifiers.alike())
                .put("rowsWithCanaryPassword", traces)
                .put("leastMemoryKiB", Verifiers.MEMORY_KIB)
                .put("leastPasses", Verifiers.PASSES)
                .build();
        if (traces > 0) {
            return new Finding.Broken(
                    measured, "A canary's password, or a fast hash of it, was found in a stored row.");
        }
        if (verifiers.weak() > 0 || verifiers.alike() > 0) {
            return new Finding.Broken(measured, "A stored verifier is not a salted, slow one.");
        }
        return new Finding.Kept(measured);
    }

    /// The password as it would look in a row: clear, encoded, or hashed without work.
    private static List<String> traces(Email email, String password) {
        List<String> traces = new ArrayList<>(List.of(password));
        List<byte[]> forms = new ArrayList<>(List.of(bytes(password)));
        for (String algorithm : FAST) {
            forms.add(hash(algorithm, password));
            forms.add(hash(algorithm, password + email));
            forms.add(hash(algorithm, email + password));
        }
        for (byte[] form : forms) {
            traces.add(HexFormat.of().formatHex(form));
            traces.add(HexFormat.of().withUpperCase().formatHex(form));
            traces.add(Base64.getEncoder().withoutPadding().encodeToString(form));
            traces.add(Base64.getUrlEncoder().withoutPadding().encodeToString(form));
        }
        return traces;
    }

    private byte[] random(int count) {
        byte[] bytes = new byte[count];
        chance.nextBytes(bytes);
        return bytes;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
