package casemate.waf.operator;

import casemate.waf.text.Ascii;

/// What tells numbers of cards and of people from other digits: check digits, and numbers that nobody has. Anything
/// but digits between them is passed over.
final class IdentityNumbers {
    private static final int[] LUHN = {0, 2, 4, 6, 8, 1, 3, 5, 7, 9};
    /// The fourth digit is the check digit and has no weight.
    private static final int[] SVNR_WEIGHTS = {3, 7, 9, 0, 5, 8, 4, 2, 1, 6};

    private static final int CPF_DIGITS = 11;
    private static final int SSN_DIGITS = 9;
    private static final int SVNR_DIGITS = 10;
    private static final int LEAST_AREA_NOT_ISSUED = 740;
    private static final int AREA_NEVER_ISSUED = 666;

    private IdentityNumbers() {}

    /// A payment card, by Luhn's sum (ISO/IEC 7812-1).
    static boolean isCard(byte[] in, int from, int to) {
        int[] sums = new int[2];
        int digits = 0;
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(in[i])) {
                int digit = in[i] - '0';
                sums[digits & 1] += LUHN[digit];
                sums[~digits & 1] += digit;
                digits++;
            }
        }
        return digits > 0 && sums[digits & 1] % 10 == 0;
    }

    /// A Brazilian taxpayer, by the two check digits at the end; digits past the eleventh are passed over.
    static boolean isCpf(byte[] in, int from, int to) {
        int[] digits = new int[CPF_DIGITS];
        if (read(in, from, to, digits) < CPF_DIGITS || isRepeated(digits) || rises(digits, 0)) {
            return false;
        }
        return digits[9] == checkOfCpf(digits, 9) && digits[10] == checkOfCpf(digits, 10);
    }

    private static int checkOfCpf(int[] digits, int count) {
        int sum = 0;
        for (int i = 0; i < count; i++) {
            sum += digits[i] * (count + 1 - i);
        }
        int rest = sum % 11;
        return rest < 2 ? 0 : 11 - rest;
    }

    /// A United States social security number: no check digit, but numbers that were never given out.
    static boolean isSsn(byte[] in, int from, int to) {
        int[] digits = new int[SSN_DIGITS];
        if (read(in, from, to, digits) != SSN_DIGITS || isRepeated(digits) || rises(digits, 0) || rises(digits, 1)) {
            return false;
        }
        int area = digits[0] * 100 + digits[1] * 10 + digits[2];
        int group = digits[3] * 10 + digits[4];
        int serial = digits[5] * 1000 + digits[6] * 100 + digits[7] * 10 + digits[8];
        return area != 0 && group != 0 && serial != 0 && area < LEAST_AREA_NOT_ISSUED && area != AREA_NEVER_ISSUED;
    }

    /// An Austrian social insurance number, by its check digit; digits past the tenth are passed over.
    static boolean isSvnr(byte[] in, int from, int to) {
        int[] digits = new int[SVNR_DIGITS];
        if (read(in, from, to, digits) < SVNR_DIGITS || isRepeated(digits) || rises(digits, 0) || rises(digits, 1)) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < SVNR_DIGITS; i++) {
            sum += digits[i] * SVNR_WEIGHTS[i];
        }
        return sum % 11 % 10 == digits[3];
    }

    /// How many digits there are; the first of them are put into `digits`.
    private static int read(byte[] in, int from, int to, int[] digits) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if (Ascii.isDigit(in[i])) {
                if (count < digits.length) {
                    digits[count] = in[i] - '0';
                }
                count++;
            }
        }
        return count;
    }

    private static boolean isRepeated(int[] digits) {
        for (int digit : digits) {
            if (digit != digits[0]) {
                return false;
            }
        }
        return true;
    }

    /// Whether each digit is one more than the one before, with 0 after 9.
    private static boolean rises(int[] digits, int first) {
        for (int i = 0; i < digits.length; i++) {
            if (digits[i] != (first + i) % 10) {
                return false;
            }
        }
        return true;
    }
}
