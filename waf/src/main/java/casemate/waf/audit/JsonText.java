package casemate.waf.audit;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;

/// Writes JSON in the order in which it is told, with room for so many bytes of text: past that, texts are cut and
/// numbers and brackets still written, so that a record is whole JSON however long its parts are.
final class JsonText {
    private final StringBuilder out = new StringBuilder();
    private int left;
    private boolean cut;
    private boolean comma;

    JsonText(int room) {
        this.left = room;
    }

    JsonText open(char bracket) {
        separate();
        out.append(bracket);
        comma = false;
        return this;
    }

    JsonText close(char bracket) {
        out.append(bracket);
        comma = true;
        return this;
    }

    JsonText name(String name) {
        separate();
        quoted(name);
        out.append(':');
        comma = false;
        return this;
    }

    JsonText number(long number) {
        separate();
        out.append(number);
        comma = true;
        return this;
    }

    /// A number that is already written as JSON writes it.
    JsonText written(String number) {
        separate();
        out.append(number);
        comma = true;
        return this;
    }

    JsonText truth(boolean truth) {
        return written(String.valueOf(truth));
    }

    /// Bytes that are UTF-8 as they are; others as `\xHH`.
    JsonText text(Bytes bytes, int most) {
        int length = Math.min(bytes.length(), Math.min(most, left));
        cut |= length < bytes.length();
        left -= length;
        separate();
        quoted(Utf8.lenient(bytes.slice(0, length)));
        comma = true;
        return this;
    }

    JsonText text(String text, int most) {
        return text(Bytes.of(text.getBytes(StandardCharsets.UTF_8)), most);
    }

    JsonText end() {
        out.append('\n');
        return this;
    }

    /// Whether any text was cut.
    boolean cut() {
        return cut;
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = false;
    }

    private void quoted(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        out.append("\\u00")
                                .append(Character.forDigit(c >> 4, 16))
                                .append(Character.forDigit(c & 15, 16));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
