package casemate.waf.pattern;

import org.jspecify.annotations.Nullable;

/// How often: `*`, `+?`, `{2,5}+`.
record Count(int least, int most, boolean greedy, boolean possessive) {
    /// PCRE2's own bound.
    private static final int GREATEST = 65_535;

    /// Null, with nothing taken, when no count stands here: `{` without a number in it is a byte like others.
    static @Nullable Count read(PatternText text) throws PatternRefused {
        int start = text.offset();
        if (text.take('*')) {
            return withGreed(text, 0, Node.ENDLESS);
        } else if (text.take('+')) {
            return withGreed(text, 1, Node.ENDLESS);
        } else if (text.take('?')) {
            return withGreed(text, 0, 1);
        } else if (!text.take('{')) {
            return null;
        }
        int least = bound(text);
        int most = least;
        if (least >= 0 && text.take(',')) {
            most = text.sees('}') ? Node.ENDLESS : bound(text);
            if (most == -1 && !text.sees('}')) {
                least = -1;
            }
        }
        if (least < 0 || !text.take('}')) {
            text.back(start);
            return null;
        }
        if (least > GREATEST || most > GREATEST) {
            throw new PatternRefused("a count above " + GREATEST, start);
        }
        if (most != Node.ENDLESS && most < least) {
            throw new PatternRefused("a count whose bounds are in the wrong order", start);
        }
        return withGreed(text, least, most);
    }

    private static int bound(PatternText text) {
        return text.number(10, 6);
    }

    private static Count withGreed(PatternText text, int least, int most) {
        if (text.take('?')) {
            return new Count(least, most, false, false);
        }
        return new Count(least, most, true, text.take('+'));
    }

    Node of(Node atom) {
        Node repeat = new Node.Repeat(atom, least, most, greedy);
        return possessive ? new Node.Atomic(repeat) : repeat;
    }
}
