package casemate.waf.transform;

import casemate.waf.text.Ascii;
import casemate.waf.text.Bytes;

/// `cmdLine`: what shells skip is taken away (`"`, `'`, `\`, `^`), separators become one space, none before `/` or `(`,
/// and letters become small.
final class CommandLine {
    private CommandLine() {}

    static Bytes normalise(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && staysAsItIs(in, first, to)) {
            first++;
        }
        return first == to ? value : normalised(value, first);
    }

    /// A single space that nothing follows which would take it away stays, too; the exact answer is `orSame`'s.
    private static boolean staysAsItIs(byte[] in, int at, int to) {
        return switch (in[at]) {
            case '"', '\'', '\\', '^', ',', ';', '\t', '\r', '\n' -> false;
            case ' ' -> at + 1 < to && !isSpecial(in[at + 1]);
            default -> !Ascii.isUpper(in[at]);
        };
    }

    private static boolean isSpecial(byte b) {
        return switch (b) {
            case '"', '\'', '\\', '^', ',', ';', '\t', '\r', '\n', ' ', '/', '(' -> true;
            default -> false;
        };
    }

    private static Bytes normalised(Bytes value, int first) {
        byte[] in = value.array();
        Output out = new Output(value, first, value.length());
        boolean space = false;
        for (int i = first; i < value.to(); i++) {
            switch (in[i]) {
                case '"', '\'', '\\', '^' -> {}
                case ' ', ',', ';', '\t', '\r', '\n' -> {
                    if (!space) {
                        out.add(' ');
                        space = true;
                    }
                }
                case '/', '(' -> {
                    if (space) {
                        out.shortenBy(1);
                    }
                    space = false;
                    out.add(in[i]);
                }
                default -> {
                    out.add(Ascii.lower(in[i]));
                    space = false;
                }
            }
        }
        return out.orSame(value);
    }
}
