package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `jsDecode` and `escapeSeqDecode`: the backslash escapes of JavaScript and of C.
final class EscapeDecoding {
    private static final int MOST_OCTAL_DIGITS = 3;

    private EscapeDecoding() {}

    /// Four digits after `u`, two after `x`, octal numbers up to 377, and single characters.
    static Bytes javaScript(Bytes value) {
        return decoded(value, true);
    }

    /// Two digits after `x` or `X`, octal numbers cut to a byte, and single characters.
    static Bytes ansiC(Bytes value) {
        return decoded(value, false);
    }

    private static Bytes decoded(Bytes value, boolean script) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.firstOf('\\');
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            if (in[i] != '\\' || i + 1 == to) {
                out.add(in[i++]);
                continue;
            }
            int kind = in[i + 1];
            if (script && kind == 'u' && Ascii.hexAt(in, i + 2, 4, to)) {
                int high = Ascii.hexPair(in[i + 2], in[i + 3]);
                out.add(FullWidth.narrowed(high, Ascii.hexPair(in[i + 4], in[i + 5])));
                i += 6;
            } else if ((kind == 'x' || (kind == 'X' && !script)) && Ascii.hexAt(in, i + 2, 2, to)) {
                out.add(Ascii.hexPair(in[i + 2], in[i + 3]));
                i += 4;
            } else if (Ascii.isOctal(kind)) {
                int digits = octalDigits(in, i + 1, to);
                if (script && digits == MOST_OCTAL_DIGITS && kind > '3') {
                    digits--;
                }
                out.add(octal(in, i + 1, digits));
                i += 1 + digits;
            } else {
                out.add(control(kind));
                i += 2;
            }
        }
        return out.orSame(value);
    }

    private static int octalDigits(byte[] in, int at, int to) {
        int digits = 0;
        while (digits < MOST_OCTAL_DIGITS && at + digits < to && Ascii.isOctal(in[at + digits])) {
            digits++;
        }
        return digits;
    }

    private static int octal(byte[] in, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 8 + (in[i] - '0');
        }
        return number;
    }

    /// What an escaped character means; itself when it has no meaning of its own.
    private static int control(int b) {
        return switch (b) {
            case 'a' -> 0x07;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'v' -> 0x0b;
            default -> b;
        };
    }
}
