package casemate.waf.pattern;

/// A pattern being read, one character per byte.
final class PatternText {
    /// PCRE2's own bound of a group's name.
    private static final int NAME_LONGEST = 32;

    private final String text;
    private int at;

    PatternText(String text) {
        this.text = text;
    }

    int offset() {
        return at;
    }

    void back(int offset) {
        at = offset;
    }

    boolean ended() {
        return at >= text.length();
    }

    /// What was read since `start`.
    String between(int start) {
        return text.substring(start, at);
    }

    boolean starts(String s) {
        return text.startsWith(s, at);
    }

    boolean sees(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    int peek() {
        return text.charAt(at);
    }

    boolean take(char c) {
        if (sees(c)) {
            at++;
            return true;
        }
        return false;
    }

    boolean take(String s) {
        if (text.startsWith(s, at)) {
            at += s.length();
            return true;
        }
        return false;
    }

    int next() throws PatternRefused {
        if (ended()) {
            throw refused("the pattern ends too early");
        }
        char c = text.charAt(at);
        if (c > 0xff) {
            throw refused("not a byte: patterns are given one character per byte");
        }
        if (c == 0) {
            throw refused("a NUL byte ends a pattern for ModSecurity: write \\x00");
        }
        at++;
        return c;
    }

    /// A group's name up to `close`.
    String name(char close) throws PatternRefused {
        int start = at;
        while (!ended() && ByteSet.WORD.has(Math.min(peek(), 0xff))) {
            at++;
        }
        String name = text.substring(start, at);
        if (name.isEmpty() || name.length() > NAME_LONGEST || Character.isDigit(name.charAt(0)) || !take(close)) {
            throw new PatternRefused("a group's name of 1 to 32 word characters and " + close + " was expected", start);
        }
        return name;
    }

    /// A number of at most `longest` digits of the base, or -1 when there is no digit.
    int number(int base, int longest) {
        int start = at;
        int value = 0;
        while (!ended() && at - start < longest && peek() < 128 && Character.digit(peek(), base) >= 0) {
            value = value * base + Character.digit(peek(), base);
            at++;
        }
        return at == start ? -1 : value;
    }

    PatternRefused refused(String message) {
        return new PatternRefused(message, at);
    }
}
