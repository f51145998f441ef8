package casemate.waf.body;

import casemate.waf.text.Bytes;

/// Reads a JSON document (RFC 8259, nothing else) and gives each string, number, `true`, `false` and `null` (empty) as
/// an argument named by its path. Numbers are the text they stand in; strings without escapes are views of the body.
/// Duplicate keys give as many arguments. A body without any byte is no error.
final class JsonReader {
    /// Every name repeats the path to its value, so deep documents could make names without end: they may take
    /// this many times the body's size,
    private static final long NAMES_PER_BODY = 64;
    /// and this much in any case.
    private static final long NAMES_ANYWAY = 1L << 20;

    private static final int UNIT_LENGTH = "\\uXXXX".length();
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";
    private static final Bytes TRUE = Bytes.latin1("true");
    private static final Bytes FALSE = Bytes.latin1("false");
    private static final Bytes NULL = Bytes.latin1("null");

    /// What has to come next.
    private enum Step {
        VALUE,
        FIRST,
        NEXT,
        END
    }

    private final BodySink sink;
    private final BodyLimits limits;
    private final Arena arena = new Arena();
    private final JsonPath path = new JsonPath();
    private final byte[] a;
    private final int start;
    private int at;
    private final int to;
    /// The string or the value that was read last.
    private Bytes text = Bytes.EMPTY;

    private int arguments;
    private long names;
    /// Anything but complete ends the reading.
    private BodyEnd end = BodyEnd.COMPLETE;

    JsonReader(Bytes whole, BodySink sink, BodyLimits limits) {
        this.sink = sink;
        this.limits = limits;
        this.a = whole.array();
        this.start = whole.from();
        this.at = start;
        this.to = whole.to();
    }

    BodyEnd read() {
        if (at == to) {
            return end;
        }
        Step step = Step.VALUE;
        while (step != Step.END) {
            step = switch (step) {
                case VALUE -> value();
                case FIRST -> first();
                case NEXT -> next();
                case END -> step;
            };
        }
        return end;
    }

    /// A value has to stand here.
    private Step value() {
        int c = peek();
        return switch (c) {
            case '{', '[' -> {
                if (path.depth() >= limits.depth()) {
                    yield refused(new BodyEnd.LimitReached("JSON parsing depth limit exceeded"));
                }
                path.enter(c == '[', arena);
                at++;
                yield Step.FIRST;
            }
            case '"' -> string() ? leaf() : Step.END;
            case 't' -> word(TRUE, TRUE.length());
            case 'f' -> word(FALSE, FALSE.length());
            case 'n' -> word(NULL, 0);
            default -> c == '-' || isDigit(c) ? number() : malformed("a value expected");
        };
    }

    /// An object or array has just been opened.
    private Step first() {
        if (peek() == (path.inArray() ? ']' : '}')) {
            return close();
        }
        return path.inArray() ? Step.VALUE : key();
    }

    /// A value is complete.
    private Step next() {
        int c = peek();
        if (path.depth() == 0) {
            return c < 0 ? Step.END : malformed("something follows the document");
        }
        boolean array = path.inArray();
        if (c == (array ? ']' : '}')) {
            return close();
        }
        if (c != ',') {
            return malformed(array ? "a comma or ] expected" : "a comma or } expected");
        }
        at++;
        return array ? Step.VALUE : key();
    }

    private Step close() {
        at++;
        path.leave();
        path.passed();
        return Step.NEXT;
    }

    private Step key() {
        if (peek() != '"') {
            return malformed("a key in double quotes expected");
        }
        if (!string()) {
            return Step.END;
        }
        path.key(text);
        if (peek() != ':') {
            return malformed("a colon expected");
        }
        at++;
        return Step.VALUE;
    }

    private Step word(Bytes word, int told) {
        int length = word.length();
        for (int i = 0; i < length; i++) {
            if (at + i >= to || a[at + i] != word.at(i)) {
                return malformed("a value expected");
            }
        }
        text = word.slice(0, told);
        at += length;
        return leaf();
    }

    private Step number() {
        int from = at;
        if (a[at] == '-') {
            at++;
        }
        boolean zero = at < to && a[at] == '0';
        int whole = digits();
        if (whole == 0 || (zero && whole > 1)) {
            return malformed("a number without leading zeros expected");
        }
        if (at < to && a[at] == '.') {
            at++;
            if (digits() == 0) {
                return malformed("digits expected");
            }
        }
        if (at < to && (a[at] | 0x20) == 'e') {
            at++;
            if (at < to && (a[at] == '+' || a[at] == '-')) {
                at++;
            }
            if (digits() == 0) {
                return malformed("digits expected");
            }
        }
        text = new Bytes(a, from, at);
        return leaf();
    }

    private int digits() {
        int from = at;
        while (at < to && isDigit(a[at])) {
            at++;
        }
        return at - from;
    }

    /// `text` is the value here.
    private Step leaf() {
        if (arguments++ == limits.arguments()) {
            return refused(new BodyEnd.LimitReached(BodyLimits.TOO_MANY_ARGUMENTS));
        }
        names += path.nameLength();
        if (names > NAMES_ANYWAY + NAMES_PER_BODY * (to - start)) {
            return refused(new BodyEnd.LimitReached("The names of the arguments take too much room."));
        }
        path.name(arena);
        sink.argument(arena.take(), text);
        path.passed();
        return Step.NEXT;
    }

    /// Reads the string whose quote is here into `text`; false when it is none.
    private boolean string() {
        int from = ++at;
        while (at < to) {
            int b = a[at];
            if (b == '"') {
                text = from == at ? Bytes.EMPTY : new Bytes(a, from, at);
                at++;
                return true;
            }
            if (b == '\\') {
                return unescaped(from);
            }
            if (!plain(b)) {
                return false;
            }
        }
        malformed("the end of a string expected");
        return false;
    }

    /// Goes on with a string from its first escape, which is here.
    private boolean unescaped(int from) {
        arena.put(a, from, at);
        while (at < to) {
            int b = a[at];
            if (b == '"') {
                text = arena.take();
                at++;
                return true;
            }
            if (b == '\\') {
                if (!escape()) {
                    malformed("an escape expected");
                    return false;
                }
                continue;
            }
            int character = at;
            if (!plain(b)) {
                return false;
            }
            arena.put(a, character, at);
        }
        malformed("the end of a string expected");
        return false;
    }

    /// Goes over a character that stands for itself.
    private boolean plain(int b) {
        if (b >= ' ') {
            at++;
            return true;
        }
        int length = b < 0 ? Utf8.length(a, at, to) : -1;
        if (length < 0) {
            malformed(b < 0 ? "invalid UTF-8 in a string" : "a control character in a string");
            return false;
        }
        at += length;
        return true;
    }

    private boolean escape() {
        if (at + 1 >= to) {
            return false;
        }
        int c = a[at + 1];
        if (c == 'u') {
            return unicode();
        }
        int plain = ESCAPES.indexOf(c);
        if (plain < 0) {
            return false;
        }
        arena.need(1);
        arena.put(ESCAPED.charAt(plain));
        at += 2;
        return true;
    }

    /// Half a surrogate pair becomes a question mark: there is no UTF-8 for it.
    private boolean unicode() {
        int unit = unit(at);
        if (unit < 0) {
            return false;
        }
        at += UNIT_LENGTH;
        if (Character.isHighSurrogate((char) unit)) {
            int low = unit(at);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                at += UNIT_LENGTH;
                Utf8.put(arena, Character.toCodePoint((char) unit, (char) low));
                return true;
            }
        }
        Utf8.put(arena, Character.isSurrogate((char) unit) ? '?' : unit);
        return true;
    }

    /// The number in the escape of four hexadecimal digits that begins at `from`, or -1.
    private int unit(int from) {
        if (from + UNIT_LENGTH > to || a[from] != '\\' || a[from + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = from + 2; i < from + UNIT_LENGTH; i++) {
            int digit = Forms.hex(a[i]);
            if (digit < 0) {
                return -1;
            }
            unit = (unit << 4) | digit;
        }
        return unit;
    }

    /// Goes over white space; the byte that stands there, or -1 at the end.
    private int peek() {
        while (at < to) {
            byte b = a[at];
            if (b != ' ' && b != '\n' && b != '\t' && b != '\r') {
                return b & 0xff;
            }
            at++;
        }
        return -1;
    }

    private Step malformed(String what) {
        return refused(new BodyEnd.Malformed("JSON parsing error: " + what + " at byte " + (at - start)));
    }

    private Step refused(BodyEnd how) {
        end = how;
        return Step.END;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }
}
