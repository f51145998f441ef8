package casemate.waf.seclang;

/// Whole numbers as rules write them: digits only, without sign or blank.
final class Numbers {
    /// The largest long has 19 digits; leading zeros are allowed up to this.
    private static final int MOST_DIGITS = 18;

    private Numbers() {}

    static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > MOST_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    static boolean in(String text, long least, long most) {
        if (!isNumber(text)) {
            return false;
        }
        long value = Long.parseLong(text);
        return value >= least && value <= most;
    }
}
