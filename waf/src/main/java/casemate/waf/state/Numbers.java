package casemate.waf.state;

import casemate.waf.text.Bytes;

/// Whole numbers in values, read and written as ModSecurity does with 32-bit integers.
final class Numbers {
    /// Scores and counters are small: values up to here are made once.
    private static final int MADE_ONCE = 256;

    private static final Bytes[] SMALL = small();

    private Numbers() {}

    /// Leading blanks, a sign, digits; 0 when there are no digits or the number does not fit 32 bits.
    static long parse(Bytes value) {
        int i = 0;
        int end = value.length();
        while (i < end && blank(value.at(i))) {
            i++;
        }
        boolean negative = i < end && value.at(i) == '-';
        if (i < end && (value.at(i) == '-' || value.at(i) == '+')) {
            i++;
        }
        long number = 0;
        while (i < end && value.at(i) >= '0' && value.at(i) <= '9') {
            number = number * 10 + value.at(i++) - '0';
            if (number > 1L + Integer.MAX_VALUE) {
                return 0;
            }
        }
        long signed = negative ? -number : number;
        return signed > Integer.MAX_VALUE ? 0 : signed;
    }

    static Bytes render(long number) {
        return number >= 0 && number < MADE_ONCE ? SMALL[(int) number] : Bytes.latin1(Long.toString(number));
    }

    /// A sum that stays within 32 bits: at the border it stays there, instead of coming out at the other side.
    static long clamp(long number) {
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static boolean blank(int c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static Bytes[] small() {
        Bytes[] all = new Bytes[MADE_ONCE];
        for (int i = 0; i < MADE_ONCE; i++) {
            all[i] = Bytes.latin1(Integer.toString(i));
        }
        return all;
    }
}
