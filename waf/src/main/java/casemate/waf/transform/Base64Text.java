package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;
import java.util.Base64;

/// `base64Encode`, `base64Decode` and `base64DecodeExt`.
final class Base64Text {
    private static final int NO_DIGIT = -1;
    private static final int MOST_PADDING = 2;

    private Base64Text() {}

    static Bytes encode(Bytes value) {
        return value.isEmpty() ? value : Bytes.of(Base64.getEncoder().encode(value.toArray()));
    }

    /// The strict form, up to the first null: line ends may stand anywhere, spaces at the ends of lines; with anything
    /// else in it the whole value decodes to nothing. A last group of less than four vanishes.
    static Bytes decode(Bytes value) {
        int to = value.from();
        while (to < value.to() && value.array()[to] != 0) {
            to++;
        }
        if (!isStrict(value.array(), value.from(), to)) {
            return Bytes.EMPTY;
        }
        Output out = new Output(value.length());
        Group group = new Group(out);
        for (int i = value.from(); i < to; i++) {
            byte b = value.array()[i];
            if (b == '=') {
                group.pad();
            } else if (digit(b) != NO_DIGIT) {
                group.add(digit(b));
            }
        }
        return out.orSame(value);
    }

    private static boolean isStrict(byte[] in, int from, int to) {
        int padding = 0;
        for (int i = from; i < to; i++) {
            int start = i;
            while (i < to && in[i] == ' ') {
                i++;
            }
            if (i == to) {
                return true;
            }
            boolean lineEnd = in[i] == '\n' || (in[i] == '\r' && i + 1 < to && in[i + 1] == '\n');
            if (lineEnd) {
                continue;
            }
            padding += in[i] == '=' ? 1 : 0;
            boolean afterPadding = in[i] != '=' && padding > 0;
            boolean known = in[i] == '=' || digit(in[i]) != NO_DIGIT;
            if (i > start || padding > MOST_PADDING || afterPadding || !known) {
                return false;
            }
        }
        return true;
    }

    /// Four digits become three bytes once the group is full, fewer when some of it was padding.
    private static final class Group {
        private final Output out;
        private int bits;
        private int digits;
        private int bytes = 3;

        Group(Output out) {
            this.out = out;
        }

        void pad() {
            bytes--;
            add(0);
        }

        void add(int digit) {
            bits = bits << 6 | digit;
            if (++digits == 4) {
                digits = 0;
                for (int i = 0; i < bytes; i++) {
                    out.add(bits >>> (16 - 8 * i));
                }
            }
        }
    }

    /// The forgiving form: what is no digit is passed over, and a last group need not be full. One digit alone before
    /// padding makes the whole value nothing.
    static Bytes decodeForgiving(Bytes value) {
        Output out = new Output(value.length());
        int bits = 0;
        int digits = 0;
        for (int i = 0; i < value.length(); i++) {
            int b = value.at(i);
            if (b == '=' && digits % 4 == 1 && (i + 1 == value.length() || value.at(i + 1) != '=')) {
                return Bytes.EMPTY;
            }
            int digit = digit(b);
            if (digit == NO_DIGIT) {
                continue;
            }
            bits = bits << 6 | digit;
            switch (digits++ % 4) {
                case 1 -> out.add(bits >>> 4);
                case 2 -> out.add(bits >>> 2);
                case 3 -> out.add(bits);
                default -> {}
            }
        }
        return out.orSame(value);
    }

    private static int digit(int b) {
        if (Ascii.isUpper(b)) {
            return b - 'A';
        } else if (Ascii.isLower(b)) {
            return b - 'a' + 26;
        } else if (Ascii.isDigit(b)) {
            return b - '0' + 52;
        }
        return b == '+' ? 62 : b == '/' ? 63 : NO_DIGIT;
    }
}
