package casemate.waf.transform;

import casemate.waf.text.Bytes;

/// `replaceComments`, `removeComments` and `removeCommentsChar`.
final class Comments {
    private Comments() {}

    /// `/* … */` becomes a space, an open one, too.
    static Bytes replaced(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && !opensC(in, first, to)) {
            first++;
        }
        if (first == to) {
            return value;
        }
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            if (opensC(in, i, to)) {
                i += 2;
                while (i < to && !closesC(in, i, to)) {
                    i++;
                }
                i += 2;
                out.add(' ');
            } else {
                out.add(in[i++]);
            }
        }
        return out.orSame(value);
    }

    /// `/* … */` and `<!-- … -->` vanish, and what follows `--` or `#`. As ModSecurity does it, the byte after a
    /// comment is never looked at, and is a null when there is none; an open comment becomes a space.
    static Bytes removed(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && mark(in, first, to) == 0) {
            first++;
        }
        if (first == to) {
            return value;
        }
        Output out = new Output(value, first, value.length() + 1);
        for (int i = first; i < to; ) {
            if (opensC(in, i, to) || opensMarkup(in, i, to)) {
                int end = afterComment(in, i + mark(in, i, to), to);
                out.add(end < 0 ? ' ' : end < to ? in[end] : 0);
                i = end < 0 ? to : end + 1;
            } else if (in[i] == '#' || opensLine(in, i, to)) {
                break;
            } else {
                out.add(in[i++]);
            }
        }
        return out.orSame(value);
    }

    /// -1 when the comment is never closed.
    private static int afterComment(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (closesC(in, i, to)) {
                return i + 2;
            }
            if (closesMarkup(in, i, to)) {
                return i + 3;
            }
        }
        return -1;
    }

    /// The marks themselves vanish: `/*`, `*/`, `<!--`, `-->`, `--`, `#`.
    static Bytes withoutMarks(Bytes value) {
        byte[] in = value.array();
        int to = value.to();
        int first = value.from();
        while (first < to && anyMark(in, first, to) == 0) {
            first++;
        }
        if (first == to) {
            return value;
        }
        Output out = new Output(value, first, value.length());
        for (int i = first; i < to; ) {
            int mark = anyMark(in, i, to);
            if (mark == 0) {
                out.add(in[i++]);
            } else {
                i += mark;
            }
        }
        return out.orSame(value);
    }

    /// How long the mark is that begins or ends a comment here; 0 when there is none.
    private static int anyMark(byte[] in, int at, int to) {
        if (closesC(in, at, to)) {
            return 2;
        }
        return closesMarkup(in, at, to) ? 3 : mark(in, at, to);
    }

    private static int mark(byte[] in, int at, int to) {
        if (in[at] == '#') {
            return 1;
        } else if (opensC(in, at, to) || opensLine(in, at, to)) {
            return 2;
        }
        return opensMarkup(in, at, to) ? 4 : 0;
    }

    private static boolean opensC(byte[] in, int at, int to) {
        return in[at] == '/' && at + 1 < to && in[at + 1] == '*';
    }

    private static boolean closesC(byte[] in, int at, int to) {
        return in[at] == '*' && at + 1 < to && in[at + 1] == '/';
    }

    private static boolean opensLine(byte[] in, int at, int to) {
        return in[at] == '-' && at + 1 < to && in[at + 1] == '-';
    }

    private static boolean opensMarkup(byte[] in, int at, int to) {
        return in[at] == '<' && at + 3 < to && in[at + 1] == '!' && in[at + 2] == '-' && in[at + 3] == '-';
    }

    private static boolean closesMarkup(byte[] in, int at, int to) {
        return opensLine(in, at, to) && at + 2 < to && in[at + 2] == '>';
    }
}
