package casemate.base;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Recursive descent over RFC 8259, narrowed to I-JSON (RFC 7493).
final class JsonParser {
    /// Deeper than any message of ours, far from the thread's stack.
    private static final int MAX_DEPTH = 64;
    /// Longer than any double needs (RFC 8785 writes at most 25).
    private static final int MAX_NUMBER_CHARS = 64;

    private final String text;
    private int at;
    private int depth;

    JsonParser(byte[] utf8) {
        this.text = decode(utf8);
    }

    Json whole() {
        Json value = value();
        blanks();
        if (at != text.length()) {
            throw here("nothing may follow the value");
        }
        return value;
    }

    static Refusal refusal(String what) {
        return Refusal.invalid("json-malformed", "The JSON is not as expected: " + what + ".");
    }

    private Json value() {
        blanks();
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Bool(true));
            case 'f' -> word("false", new Json.Bool(false));
            case 'n' -> word("null", new Json.Nil());
            default -> number();
        };
    }

    private Json object() {
        enter();
        Map<String, Json> members = new LinkedHashMap<>();
        blanks();
        if (!accept('}')) {
            do {
                blanks();
                String name = string();
                blanks();
                expect(':');
                if (members.put(name, value()) != null) {
                    throw here("member " + name + " stands twice");
                }
                blanks();
            } while (accept(','));
            expect('}');
        }
        depth--;
        return new Json.Obj(members);
    }

    private Json array() {
        enter();
        List<Json> elements = new ArrayList<>();
        blanks();
        if (!accept(']')) {
            do {
                elements.add(value());
                blanks();
            } while (accept(','));
            expect(']');
        }
        depth--;
        return new Json.Arr(elements);
    }

    private void enter() {
        at++;
        if (++depth > MAX_DEPTH) {
            throw here("it is nested deeper than " + MAX_DEPTH);
        }
    }

    private String string() {
        expect('"');
        int start = at;
        while (isPlain(peek())) {
            at++;
        }
        if (accept('"')) {
            return text.substring(start, at - 1);
        }
        // From the first character on that has to be looked at.
        StringBuilder out = new StringBuilder().append(text, start, at);
        while (true) {
            char c = next();
            if (c == '"') {
                break;
            }
            if (c < ' ') {
                throw here("a control character stands in a string");
            }
            out.append(c == '\\' ? escape() : c);
        }
        return wellFormed(out.toString());
    }

    /// Printable ASCII that stands for itself: nearly all of our messages, and quick to read.
    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~' && c != '"' && c != '\\';
    }

    private char escape() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode();
            default -> throw here("an unknown escape stands in a string");
        };
    }

    private char unicode() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            char c = next();
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw here("four hexadecimal digits must follow \\u");
            }
            code = code << 4 | digit;
        }
        return (char) code;
    }

    private String wellFormed(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isHighSurrogate(c)
                    && i + 1 < value.length()
                    && Character.isLowSurrogate(value.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw here("a lone surrogate stands in a string");
            }
        }
        return value;
    }

    private Json number() {
        int start = at;
        accept('-');
        if (!accept('0')) {
            digits();
        }
        if (accept('.')) {
            digits();
        }
        if (accept('e') || accept('E')) {
            if (!accept('+')) {
                accept('-');
            }
            digits();
        }
        if (at - start > MAX_NUMBER_CHARS) {
            throw here("a number is too long");
        }
        double value = Double.parseDouble(text.substring(start, at));
        if (!Double.isFinite(value)) {
            throw here("a number is too large");
        }
        return new Json.Num(value);
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw here("a digit was expected");
        }
    }

    private Json word(String word, Json value) {
        if (!text.startsWith(word, at)) {
            throw here("a value was expected");
        }
        at += word.length();
        return value;
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private char next() {
        if (at >= text.length()) {
            throw here("it ends too early");
        }
        return text.charAt(at++);
    }

    private boolean accept(char c) {
        boolean there = peek() == c && at < text.length();
        if (there) {
            at++;
        }
        return there;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw here("'" + c + "' was expected");
        }
    }

    private Refusal here(String what) {
        return refusal(what + " (character " + at + ")");
    }

    private static String decode(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException _) {
            throw refusal("it is not UTF-8");
        }
    }
}
