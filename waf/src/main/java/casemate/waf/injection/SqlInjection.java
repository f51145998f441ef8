package casemate.waf.injection;

import org.jspecify.annotations.Nullable;

/// Tells SQL injections from text: reads an input as SQL the way it would be read inside a statement (as it stands,
/// inside single and inside double quotes), folds its tokens and looks the types of the first five up in a list of
/// fingerprints of attacks. The algorithm and its tables are libinjection's.
///
/// Safe for many threads at once; time is linear in the length of the input; what is read is not kept.
public final class SqlInjection {
    private static final boolean[] WORD = Ascii.set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");

    private static final Spares<SqlReading> READINGS = new Spares<>(() -> new SqlReading(SqlWords.PUBLISHED));

    private SqlInjection() {}

    /// The fingerprint of the attack in the bytes from `from` to `to`, null if there is none.
    public static @Nullable String fingerprint(byte[] a, int from, int to) {
        return isOneToken(a, from, to) ? null : read(a, from, to);
    }

    /// Whether the input is one word or one number, as most values of a request are: of a single token that is neither
    /// quoted nor a comment nobody makes an injection.
    static boolean isOneToken(byte[] a, int from, int to) {
        if (from >= to) {
            return true;
        }
        int end = Ascii.isDigit(a[from]) ? SqlLiterals.spanDigits(a, from, to) : Ascii.span(a, from, to, WORD);
        return end == to;
    }

    /// What [#fingerprint] answers, read through in any case.
    static @Nullable String read(byte[] a, int from, int to) {
        SqlReading reading = READINGS.take();
        String fingerprint = reading.fingerprint(a, from, to);
        reading.forget();
        READINGS.giveBack(reading);
        return fingerprint;
    }
}
