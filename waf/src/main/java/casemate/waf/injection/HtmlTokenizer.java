package casemate.waf.injection;

import java.nio.charset.StandardCharsets;

/// Cuts an input into tokens of HTML 5, with the liberties that old browsers took: NULs in names, backquotes, `<%`.
/// One instance reads one input after another; every byte is looked at a bounded number of times.
final class HtmlTokenizer {
    private enum State {
        TEXT,
        AFTER_LESS_THAN,
        TAG_END,
        AFTER_SLASH,
        BEFORE_ATTRIBUTE,
        AFTER_ATTRIBUTE,
        BEFORE_VALUE,
        QUOTED_VALUE,
        AFTER_QUOTED_VALUE,
        END
    }

    private static final boolean[] WHITE = Ascii.set(" \t\n\013\f\r\0");
    private static final boolean[] TAG_NAME_END = Ascii.set(" \t\n\013\f\r/>");
    private static final boolean[] ATTRIBUTE_NAME_END = Ascii.set(" \t\n\013\f\r\0/=>");
    private static final boolean[] BARE_VALUE_END = Ascii.set(" \t\n\013\f\r\0>");
    private static final boolean[] NUL = Ascii.set("\0");

    private static final byte[] CHARACTER_DATA = "[CDATA[".getBytes(StandardCharsets.US_ASCII);

    private byte[] input = {};
    private int begin;
    private int to;
    private int at;
    private byte quote;
    private boolean closing;
    private State state = State.END;

    private HtmlType type = HtmlType.TEXT;
    private int tokenFrom;
    private int tokenTo;

    void begin(byte[] a, int from, int end, HtmlContext context) {
        input = a;
        begin = from;
        at = from;
        to = end;
        closing = false;
        quote = context.quote;
        state = switch (context) {
            case TEXT -> State.TEXT;
            case TAG -> State.BEFORE_ATTRIBUTE;
            case SINGLE_QUOTES, DOUBLE_QUOTES, BACKQUOTES -> State.QUOTED_VALUE;
        };
    }

    HtmlType type() {
        return type;
    }

    int tokenFrom() {
        return tokenFrom;
    }

    int tokenTo() {
        return tokenTo;
    }

    /// Reads the next token; false at the end.
    boolean next() {
        return switch (state) {
            case TEXT -> text();
            case AFTER_LESS_THAN -> afterLessThan();
            case TAG_END -> tagEnd();
            case AFTER_SLASH -> afterSlash();
            case BEFORE_ATTRIBUTE -> beforeAttribute();
            case AFTER_ATTRIBUTE -> afterAttribute();
            case BEFORE_VALUE -> beforeValue();
            case QUOTED_VALUE -> quotedValue();
            case AFTER_QUOTED_VALUE -> afterQuotedValue();
            case END -> false;
        };
    }

    /// Answers a token and goes on behind it.
    private boolean token(HtmlType found, int from, int end, int next, State then) {
        type = found;
        tokenFrom = from;
        tokenTo = end;
        at = next;
        state = then;
        return true;
    }

    private boolean last(HtmlType found, int from) {
        return token(found, from, to, to, State.END);
    }

    private boolean text() {
        int open = Ascii.indexOf(input, at, to, '<');
        if (open == to) {
            return at < to && last(HtmlType.TEXT, at);
        }
        if (open > at) {
            return token(HtmlType.TEXT, at, open, open + 1, State.AFTER_LESS_THAN);
        }
        at = open + 1;
        return afterLessThan();
    }

    private boolean afterLessThan() {
        if (at >= to) {
            state = State.END;
            return false;
        }
        byte b = input[at];
        return switch (b) {
            case '!' -> {
                at++;
                yield declaration();
            }
            case '/' -> {
                at++;
                closing = true;
                yield closingTag();
            }
            case '?' -> {
                at++;
                yield bogusComment();
            }
            case '%' -> {
                at++;
                yield percentComment();
            }
            default -> {
                if (b == 0 || Ascii.isLetter(b)) {
                    yield tagName();
                }
                yield token(HtmlType.TEXT, at - 1, at, at, State.TEXT);
            }
        };
    }

    private boolean closingTag() {
        if (at >= to) {
            state = State.END;
            return false;
        }
        if (input[at] == '>') {
            return text();
        }
        if (Ascii.isLetter(input[at])) {
            return tagName();
        }
        closing = false;
        return bogusComment();
    }

    private boolean tagName() {
        int end = Ascii.spanUntil(input, at, to, TAG_NAME_END);
        if (end == to) {
            return last(HtmlType.TAG, at);
        }
        return switch (input[end]) {
            case '/' -> token(HtmlType.TAG, at, end, end + 1, State.AFTER_SLASH);
            case '>' -> {
                if (closing) {
                    closing = false;
                    yield token(HtmlType.TAG_CLOSED, at, end, end + 1, State.TEXT);
                }
                yield token(HtmlType.TAG, at, end, end, State.TAG_END);
            }
            default -> token(HtmlType.TAG, at, end, end + 1, State.BEFORE_ATTRIBUTE);
        };
    }

    private boolean tagEnd() {
        closing = false;
        return token(HtmlType.TAG_END, at, at + 1, at + 1, State.TEXT);
    }

    /// Passes over white space; false at the end. A byte 0xFF ends the input here, because it does in the
    /// implementation whose verdicts we share.
    private boolean skipWhite() {
        at = Ascii.span(input, at, to, WHITE);
        if (at == to || input[at] == (byte) 0xff) {
            state = State.END;
            return false;
        }
        return true;
    }

    private boolean beforeAttribute() {
        while (skipWhite()) {
            if (input[at] == '>') {
                return token(HtmlType.TAG_END, at, at + 1, at + 1, State.TEXT);
            }
            if (input[at] != '/') {
                return attributeName();
            }
            at++;
            if (at < to && input[at] == '>') {
                return selfClosed();
            }
        }
        return false;
    }

    private boolean selfClosed() {
        return token(HtmlType.TAG_SELF_CLOSED, at - 1, at + 1, at + 1, State.TEXT);
    }

    private boolean afterSlash() {
        return (at < to && input[at] == '>') ? selfClosed() : beforeAttribute();
    }

    private boolean attributeName() {
        int end = Ascii.spanUntil(input, at + 1, to, ATTRIBUTE_NAME_END);
        if (end == to) {
            return last(HtmlType.ATTRIBUTE, at);
        }
        return switch (input[end]) {
            case '/' -> token(HtmlType.ATTRIBUTE, at, end, end + 1, State.AFTER_SLASH);
            case '=' -> token(HtmlType.ATTRIBUTE, at, end, end + 1, State.BEFORE_VALUE);
            case '>' -> token(HtmlType.ATTRIBUTE, at, end, end, State.TAG_END);
            default -> token(HtmlType.ATTRIBUTE, at, end, end + 1, State.AFTER_ATTRIBUTE);
        };
    }

    private boolean afterAttribute() {
        if (!skipWhite()) {
            return false;
        }
        return switch (input[at]) {
            case '/' -> {
                at++;
                yield afterSlash();
            }
            case '=' -> {
                at++;
                yield beforeValue();
            }
            case '>' -> tagEnd();
            default -> attributeName();
        };
    }

    private boolean beforeValue() {
        if (!skipWhite()) {
            return false;
        }
        byte b = input[at];
        if (b == '"' || b == '\'' || b == '`') {
            quote = b;
            return quotedValue();
        }
        int end = Ascii.spanUntil(input, at, to, BARE_VALUE_END);
        if (end == to) {
            return last(HtmlType.VALUE, at);
        }
        return input[end] == '>'
                ? token(HtmlType.VALUE, at, end, end, State.TAG_END)
                : token(HtmlType.VALUE, at, end, end + 1, State.BEFORE_ATTRIBUTE);
    }

    private boolean quotedValue() {
        // At the very beginning the quote stood before the input.
        int from = at > begin ? at + 1 : at;
        int end = Ascii.indexOf(input, from, to, quote);
        return end == to
                ? last(HtmlType.VALUE, from)
                : token(HtmlType.VALUE, from, end, end + 1, State.AFTER_QUOTED_VALUE);
    }

    private boolean afterQuotedValue() {
        if (at < to && input[at] == '/') {
            at++;
            return afterSlash();
        }
        return beforeAttribute();
    }

    /// What follows `<!`.
    private boolean declaration() {
        if (Ascii.startsWithAnyCase(input, at, to, "DOCTYPE")) {
            int end = Ascii.indexOf(input, at, to, '>');
            return end == to ? last(HtmlType.DOCTYPE, at) : token(HtmlType.DOCTYPE, at, end, end + 1, State.TEXT);
        }
        if (Ascii.startsWith(input, at, to, CHARACTER_DATA)) {
            at += CHARACTER_DATA.length;
            return characterData();
        }
        if (to - at >= 2 && input[at] == '-' && input[at + 1] == '-') {
            at += 2;
            return comment();
        }
        return bogusComment();
    }

    private boolean bogusComment() {
        int end = Ascii.indexOf(input, at, to, '>');
        return end == to ? last(HtmlType.COMMENT, at) : token(HtmlType.COMMENT, at, end, end + 1, State.TEXT);
    }

    /// `<% … %>`, a comment in Internet Explorer until 9.
    private boolean percentComment() {
        int end = Ascii.indexOf(input, at, to, '%', '>');
        return end == to ? last(HtmlType.COMMENT, at) : token(HtmlType.COMMENT, at, end, end + 2, State.TEXT);
    }

    /// Ends with `-->` or `-!>`; NULs may follow the first dash.
    private boolean comment() {
        int dash = Ascii.indexOf(input, at, to, '-');
        while (dash <= to - 3) {
            int mark = Ascii.span(input, dash + 1, to, NUL);
            if (mark + 1 >= to) {
                break;
            }
            if ((input[mark] == '-' || input[mark] == '!') && input[mark + 1] == '>') {
                return token(HtmlType.COMMENT, at, dash, mark + 2, State.TEXT);
            }
            dash = Ascii.indexOf(input, dash + 1, to, '-');
        }
        return last(HtmlType.COMMENT, at);
    }

    /// Ends with `]]>`.
    private boolean characterData() {
        int end = Ascii.indexOf(input, at, to, ']');
        while (end <= to - 3) {
            if (input[end + 1] == ']' && input[end + 2] == '>') {
                return token(HtmlType.TEXT, at, end, end + 3, State.TEXT);
            }
            end = Ascii.indexOf(input, end + 1, to, ']');
        }
        return last(HtmlType.TEXT, at);
    }
}
