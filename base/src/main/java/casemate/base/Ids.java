package casemate.base;

import java.time.Clock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes ids: a prefix that tells the kind, then 26 characters of Crockford base 32 holding 48 bits of milliseconds and
/// 80 of chance
/// (the ULID layout), so that rows made later sort later and nobody can guess the next.
public final class Ids {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern FORM = Pattern.compile("[a-z]{2,4}_[0-7][0-9a-hjkmnp-tv-z]{25}");
    private static final int TIME_CHARS = 10;
    private static final int CHANCE_CHARS = 16;
    private static final int BITS_PER_CHAR = 5;

    private final Clock clock;
    private final RandomGenerator chance;

    /// @param chance must be a [java.security.SecureRandom] outside tests
    public Ids(Clock clock, RandomGenerator chance) {
        this.clock = clock;
        this.chance = chance;
    }

    public CustomerId customer() {
        return new CustomerId(make(CustomerId.PREFIX));
    }

    public UserId user() {
        return new UserId(make(UserId.PREFIX));
    }

    public InstanceId instance() {
        return new InstanceId(make(InstanceId.PREFIX));
    }

    /// An id of a kind that only one room knows, such as `ses` for a session.
    ///
    /// @param prefix 2 to 4 lower-case letters
    public String make(String prefix) {
        StringBuilder id = new StringBuilder(prefix).append('_');
        long millis = clock.millis();
        for (int i = TIME_CHARS - 1; i >= 0; i--) {
            id.append(ALPHABET.charAt((int) (millis >>> (i * BITS_PER_CHAR)) & 31));
        }
        for (int i = 0; i < CHANCE_CHARS; i++) {
            id.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }

    static void check(String prefix, String value) {
        if (!FORM.matcher(value).matches() || !value.startsWith(prefix + "_")) {
            throw Refusal.invalid("id-malformed", "An id of kind " + prefix + " was expected; copy it whole.");
        }
    }
}
