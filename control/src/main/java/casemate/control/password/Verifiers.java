package casemate.control.password;

import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.base.Unavailable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.keygen.KeyGenerators;

/// Turns passwords into what may be stored: a salted Argon2id verifier in the PHC string form. The control of ACC-2.
public final class Verifiers {
    /// OWASP's figures for Argon2id (Password Storage Cheat Sheet): 19 MiB, 2 passes, 1 lane.
    public static final int MEMORY_KIB = 19_456;

    public static final int PASSES = 2;
    static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /// At once, so that a flood of sign-ins takes 76 MiB and not all the memory there is.
    private static final int AT_ONCE = 4;

    /// Who waited this long in the queue would have given up.
    private static final Duration QUEUE = Duration.ofSeconds(5);

    /// The whole form of a verifier, in the part of regular expressions that Java and PostgreSQL share. Up to 9
    /// GiB: a row that asks for more is damaged, or an attack.
    public static final String PHC = "^(sha256)?\\$argon2id\\$v=19\\$m=[0-9]{1,7},t=[0-9]{1,3},p=[0-9]{1,2}"
            + "\\$[A-Za-z0-9+/]{22,86}\\$[A-Za-z0-9+/]{43,86}$";

    /// Before a verifier that was made of an imported digest: a password is hashed by SHA-256 first.
    private static final String WRAPPED = "sha256";

    private static final int DIGEST_BYTES = 32;

    private static final Pattern SLOW = Pattern.compile(PHC);
    private static final String FAST = "$sha256$";

    private final Semaphore places = new Semaphore(AT_ONCE, true);
    private final Argon2PasswordEncoder argon2 =
            new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
    private final boolean slow;
    private final String nobody;

    private Verifiers(boolean slow) {
        this.slow = slow;
        this.nobody = argon2Of("nobody has this password");
    }

    public static Verifiers slow() {
        return new Verifiers(true);
    }

    /// With the control switched off: a fast hash without salt, as ACC-2 forbids. For a drill's twin, and a lab.
    public static Verifiers switchedOff() {
        return new Verifiers(false);
    }

    public String make(Secret password) {
        return slow ? inPlace(() -> argon2Of(password.revealText())) : FAST + Sha256.hex(password.reveal());
    }

    /// Makes a verifier of what another system kept: an unsalted SHA-256 digest of the password. From then on it is as
    /// slow to guess as ours, and its owner's next sign-in replaces it.
    ///
    /// @throws Refusal `digest-malformed`
    public String wrap(String digest) {
        String hex = digest.toLowerCase(Locale.ROOT);
        if (hex.length() != 2 * DIGEST_BYTES || !hex.chars().allMatch(HexFormat::isHexDigit)) {
            throw Refusal.invalid("digest-malformed", "A SHA-256 digest has 64 hexadecimal digits.");
        }
        return WRAPPED + inPlace(() -> argon2Of(hex));
    }

    /// What is stored of somebody who has no password yet: a verifier of the usual form and cost that no password
    /// matches.
    public static String ofNoPassword() {
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$"
                + base64.encodeToString(KeyGenerators.secureRandom(SALT_BYTES).generateKey()) + "$"
                + base64.encodeToString(KeyGenerators.secureRandom(HASH_BYTES).generateKey());
    }

    public boolean matches(Secret password, String verifier) {
        if (SLOW.matcher(verifier).matches()) {
            return verifier.startsWith(WRAPPED)
                    ? inPlace(() -> argon2.matches(Sha256.hex(password.reveal()), verifier.substring(WRAPPED.length())))
                    : inPlace(() -> argon2.matches(password.revealText(), verifier));
        }
        return verifier.startsWith(FAST)
                && MessageDigest.isEqual(
                        verifier.getBytes(StandardCharsets.US_ASCII),
                        (FAST + Sha256.hex(password.reveal())).getBytes(StandardCharsets.US_ASCII));
    }

    /// The same work as [#matches] for somebody who does not exist, so that time does not tell.
    public void matchNobody(Secret password) {
        matches(password, nobody);
    }

    /// Whether the verifier was made in a weaker way than today's.
    public boolean outdated(String verifier) {
        return slow
                && (!SLOW.matcher(verifier).matches()
                        || verifier.startsWith(WRAPPED)
                        || argon2.upgradeEncoding(verifier));
    }

    private String argon2Of(String password) {
        String encoded = argon2.encode(password);
        if (encoded == null) {
            throw new IllegalStateException("a password was there and no verifier came of it");
        }
        return encoded;
    }

    private <T> T inPlace(Supplier<T> work) {
        try {
            if (!places.tryAcquire(QUEUE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Unavailable(
                        "too many sign-ins at once", QUEUE, new IllegalStateException("no place within " + QUEUE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("shutting down", QUEUE, e);
        }
        try {
            return work.get();
        } finally {
            places.release();
        }
    }
}
