package casemate.control.payment;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What looks like the number of a payment card: 12 to 19 digits, alone or in groups, that begin as cards do and have
/// the right check digit (ISO/IEC 7812). One other number of that length in ten looks so, too.
final class CardNumberRules {
    private static final Pattern DIGITS = Pattern.compile("(?<![0-9])[2-6](?:[ -]?[0-9]){11,18}(?![0-9])");
    private static final int NINE = 9;
    private static final int TEN = 10;

    private CardNumberRules() {}

    static boolean foundIn(String text) {
        Matcher matcher = DIGITS.matcher(text);
        while (matcher.find()) {
            if (checks(matcher.group().replaceAll("[ -]", ""))) {
                return true;
            }
        }
        return false;
    }

    private static boolean checks(String digits) {
        return sum(digits) % TEN == 0;
    }

    /// The digit that makes these a number.
    static int checkDigit(String digits) {
        return (TEN - sum(digits + "0") % TEN) % TEN;
    }

    private static int sum(String digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int counted = i % 2 == 0 ? digit : digit * 2;
            sum += counted > NINE ? counted - NINE : counted;
        }
        return sum;
    }
}
