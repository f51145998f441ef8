package casemate.control.factor;

import casemate.base.Secret;
import com.eatthepath.otp.HmacOneTimePasswordGenerator;
import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import javax.crypto.spec.SecretKeySpec;

/// Decides whether a code is right, and which step or count it uses up. The control of ACC-5.
final class CodeRules {
    /// What authenticator apps show.
    static final int DIGITS = 6;

    /// RFC 6238's own figure, and the only one that apps agree on.
    static final Duration STEP = Duration.ofSeconds(30);

    /// A code of the step before is still being typed, and clocks differ: one step to either side (RFC 6238, 5.2).
    static final int DRIFT = 1;

    /// Presses of a token's button that came to nothing; each makes guessing one code easier (RFC 4226, 7.2).
    static final int LOOK_AHEAD = 10;

    /// How far a token may have run when its owner shows two codes in a row (RFC 4226, 7.4).
    static final int RESYNCHRONISE = 200;

    /// Of a generator that has shown no code yet.
    static final long NONE = -1;

    private final boolean once;

    private CodeRules(boolean once) {
        this.once = once;
    }

    /// Every code is right once.
    static CodeRules strict() {
        return new CodeRules(true);
    }

    /// With the control switched off: a code is right again and again. For a drill's twin, and a lab.
    static CodeRules switchedOff() {
        return new CodeRules(false);
    }

    /// The step or count that this code uses up; empty when it is wrong, old or used.
    OptionalLong accept(Generator generator, Secret key, String code, Instant now) {
        return candidates(generator, now)
                .filter(c -> !once || c > generator.position())
                .filter(c -> right(generator, key, code, c))
                .findFirst();
    }

    /// The count of the second of two codes in a row, for a token that ran ahead.
    OptionalLong resynchronise(Generator generator, Secret key, String first, String second) {
        if (generator.method() != Method.HOTP) {
            return OptionalLong.empty();
        }
        return LongStream.rangeClosed(generator.position() + 1, generator.position() + RESYNCHRONISE)
                .filter(c -> right(generator, key, first, c) && right(generator, key, second, c + 1))
                .map(c -> c + 1)
                .findFirst();
    }

    /// The code of one step or count.
    String code(Method method, Algorithm algorithm, Secret key, long position) {
        Key mac = new SecretKeySpec(key.reveal(), "RAW");
        try {
            return switch (method) {
                case HOTP ->
                    new HmacOneTimePasswordGenerator(DIGITS).generateOneTimePasswordString(mac, position, Locale.ROOT);
                case TOTP ->
                    new TimeBasedOneTimePasswordGenerator(STEP, DIGITS, algorithm.mac())
                            .generateOneTimePasswordString(
                                    mac, Instant.EPOCH.plus(STEP.multipliedBy(position)), Locale.ROOT);
            };
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("a key of bytes fits every HMAC", e);
        }
    }

    static long step(Instant now) {
        return now.getEpochSecond() / STEP.toSeconds();
    }

    private LongStream candidates(Generator generator, Instant now) {
        return switch (generator.method()) {
            case TOTP -> LongStream.rangeClosed(Math.max(0, step(now) - DRIFT), step(now) + DRIFT);
            case HOTP ->
                LongStream.rangeClosed(
                        once ? generator.position() + 1 : Math.max(0, generator.position() - LOOK_AHEAD),
                        generator.position() + LOOK_AHEAD);
        };
    }

    private boolean right(Generator generator, Secret key, String code, long position) {
        return MessageDigest.isEqual(
                code.getBytes(StandardCharsets.UTF_8),
                code(generator.method(), generator.algorithm(), key, position).getBytes(StandardCharsets.UTF_8));
    }
}
