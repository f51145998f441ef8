package casemate.edge.http1;

/// Which bytes may stand where (RFC 9110, 5.6).
final class Ascii {
    private static final boolean[] TOKEN = new boolean[256];

    static {
        for (char c = 'a'; c <= 'z'; c++) {
            TOKEN[c] = true;
            TOKEN[c - 'a' + 'A'] = true;
        }
        for (char c = '0'; c <= '9'; c++) {
            TOKEN[c] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = true;
        }
    }

    private Ascii() {}

    static boolean token(byte b) {
        return TOKEN[b & 0xff];
    }

    /// Visible, no blank, no byte above 126.
    static boolean visible(byte b) {
        return b > ' ' && b < 0x7f;
    }

    /// May stand in a field's value.
    static boolean value(byte b) {
        return (b >= ' ' && b != 0x7f) || b == '\t' || b < 0;
    }

    static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    static byte lower(byte b) {
        return b >= 'A' && b <= 'Z' ? (byte) (b + ('a' - 'A')) : b;
    }

    static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }
}
