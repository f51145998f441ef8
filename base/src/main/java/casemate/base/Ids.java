package casemate.base;

import java.time.Clock;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Makes ids: a prefix that tells the kind, then 26 characters of Crockford base 32 holding 48 bits of milliseconds and
/// 80 of chance (the ULID layout), so that nobody can guess the next, and what one program made later sorts later:
/// within a millisecond, and when the clock was set back, each is a step of chance beyond the last.
public final class Ids {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern FORM = Pattern.compile("[a-z]{2,4}_[0-7][0-9a-hjkmnp-tv-z]{25}");
    private static final int TIME_CHARS = 10;
    private static final int CHANCE_CHARS = 16;
    private static final int BITS_PER_CHAR = 5;
    private static final int CHAR = 31;
    private static final int UPPER_BITS = 16;
    private static final int MOST_UPPER = (1 << UPPER_BITS) - 1;

    private final Clock clock;
    private final RandomGenerator chance;
    /// Of the last id: its time, and the 16 upper and 64 lower bits of its chance.
    private long millis = -1;
    private int upper;
    private long lower;

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
        long time;
        int high;
        long low;
        synchronized (this) {
            next();
            time = millis;
            high = upper;
            low = lower;
        }
        for (int i = TIME_CHARS - 1; i >= 0; i--) {
            id.append(ALPHABET.charAt((int) (time >>> (i * BITS_PER_CHAR)) & CHAR));
        }
        for (int i = 0; i < CHANCE_CHARS; i++) {
            id.append(ALPHABET.charAt(high >>> (UPPER_BITS - BITS_PER_CHAR)));
            high = (high << BITS_PER_CHAR | (int) (low >>> (Long.SIZE - BITS_PER_CHAR))) & MOST_UPPER;
            low <<= BITS_PER_CHAR;
        }
        return id.toString();
    }

    private void next() {
        long now = clock.millis();
        if (now > millis) {
            begin(now);
            return;
        }
        long before = lower;
        lower += (chance.nextLong() >>> 1) + 1;
        if (Long.compareUnsigned(lower, before) < 0 && ++upper > MOST_UPPER) {
            begin(millis + 1);
        }
    }

    private void begin(long time) {
        millis = time;
        upper = chance.nextInt(1 << UPPER_BITS);
        lower = chance.nextLong();
    }

    static void check(String prefix, String value) {
        if (!FORM.matcher(value).matches() || !value.startsWith(prefix + "_")) {
            throw Refusal.invalid("id-malformed", "An id of kind " + prefix + " was expected; copy it whole.");
        }
    }
}
