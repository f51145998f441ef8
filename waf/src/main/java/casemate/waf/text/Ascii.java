package casemate.waf.text;

/// Classes of bytes as the C locale has them, which is how rules see them: bytes from 0x80 on belong to none. Takes
/// bytes as they lie in arrays (-128 to 127) and as [Bytes#at] gives them (0 to 255).
public final class Ascii {
    private Ascii() {}

    public static boolean isUpper(int b) {
        return b >= 'A' && b <= 'Z';
    }

    public static boolean isLower(int b) {
        return b >= 'a' && b <= 'z';
    }

    public static boolean isLetter(int b) {
        return isUpper(b) || isLower(b);
    }

    public static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    /// Tab, line feed, vertical tab, form feed, carriage return, space.
    public static boolean isSpace(int b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    public static boolean isHex(int b) {
        return isDigit(b) || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
    }

    public static boolean isOctal(int b) {
        return b >= '0' && b <= '7';
    }

    public static int lower(int b) {
        return isUpper(b) ? b + ('a' - 'A') : b;
    }

    public static int upper(int b) {
        return isLower(b) ? b - ('a' - 'A') : b;
    }

    /// The value of a hexadecimal digit. For other bytes some number: ModSecurity's `hexDecode` does not check, and its
    /// result counts.
    public static int hexDigit(int b) {
        int unsigned = b & 0xff;
        return unsigned >= 'A' ? ((unsigned & 0xdf) - 'A') + 10 : unsigned - '0';
    }

    /// The byte, 0 to 255, that two hexadecimal digits mean.
    public static int hexPair(int high, int low) {
        return (hexDigit(high) * 16 + hexDigit(low)) & 0xff;
    }

    /// Whether `count` hexadecimal digits stand at `at`, all before `to`.
    public static boolean hexAt(byte[] array, int at, int count, int to) {
        if (at + count > to) {
            return false;
        }
        for (int i = at; i < at + count; i++) {
            if (!isHex(array[i])) {
                return false;
            }
        }
        return true;
    }
}
