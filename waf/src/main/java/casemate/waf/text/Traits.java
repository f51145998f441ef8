package casemate.waf.text;

/// Kinds of bytes that a value may hold, as bits. A value finds out once which of them it has, so that everything that
/// only changes or matches certain bytes can pass over the value without reading it.
public final class Traits {
    public static final int UPPER = 1;
    public static final int LOWER = 1 << 1;
    public static final int ZERO = 1 << 2;
    /// As [Ascii#isSpace].
    public static final int SPACE = 1 << 3;
    public static final int NULL = 1 << 4;
    /// 0x80 and above.
    public static final int HIGH = 1 << 5;
    /// `%` and `+`.
    public static final int URL_ESCAPE = 1 << 6;
    public static final int AMPERSAND = 1 << 7;
    public static final int BACKSLASH = 1 << 8;
    public static final int SLASH = 1 << 9;
    public static final int DOT = 1 << 10;
    public static final int STAR = 1 << 11;
    public static final int DASH = 1 << 12;
    public static final int HASH = 1 << 13;
    /// `"`, `'`, `^`, `,` and `;`.
    public static final int SHELL = 1 << 14;
    /// Every value has it.
    public static final int ANY = 1 << 30;

    private static final int[] OF_BYTE = table();

    private Traits() {}

    /// Of the bytes from `first` whose bits are set.
    static int of(int first, long bytes) {
        int traits = 0;
        for (long left = bytes; left != 0; left &= left - 1) {
            traits |= OF_BYTE[first + Long.numberOfTrailingZeros(left)];
        }
        return traits;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int b = 0; b < table.length; b++) {
            table[b] = of(b);
        }
        return table;
    }

    private static int of(int b) {
        return switch (b) {
            case 0 -> NULL;
            case '0' -> ZERO;
            case '%', '+' -> URL_ESCAPE;
            case '&' -> AMPERSAND;
            case '\\' -> BACKSLASH;
            case '/' -> SLASH;
            case '.' -> DOT;
            case '*' -> STAR;
            case '-' -> DASH;
            case '#' -> HASH;
            case '"', '\'', '^', ',', ';' -> SHELL;
            default -> ofClass(b);
        };
    }

    private static int ofClass(int b) {
        if (Ascii.isUpper(b)) {
            return UPPER;
        } else if (Ascii.isLower(b)) {
            return LOWER;
        } else if (Ascii.isSpace(b)) {
            return SPACE;
        }
        return b >= 0x80 ? HIGH : 0;
    }
}
