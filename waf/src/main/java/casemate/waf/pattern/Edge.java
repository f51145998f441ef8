package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/// A condition on the place between two bytes that looks at those two bytes only: `^`, `$`, `\b`. It holds when one
/// of its sides does.
record Edge(List<Side> sides) {
    /// The byte before is in `before`, or there is none and `start` is set; and likewise after.
    record Side(ByteSet before, boolean start, ByteSet after, boolean end) {}

    /// What stands where there is no byte.
    static final int OUTSIDE = 256;

    static final Edge TEXT_START = of(new Side(ByteSet.NONE, true, ByteSet.ALL, true));
    static final Edge TEXT_END = of(new Side(ByteSet.ALL, true, ByteSet.NONE, true));
    /// After a newline, but not after one that ends the text.
    static final Edge LINE_START =
            of(new Side(ByteSet.NONE, true, ByteSet.ALL, true), new Side(ByteSet.NEWLINE, false, ByteSet.ALL, false));
    static final Edge LINE_END = of(new Side(ByteSet.ALL, true, ByteSet.NEWLINE, true));
    static final Edge WORD_EDGE = of(
            new Side(ByteSet.WORD, false, ByteSet.WORD.not(), true),
            new Side(ByteSet.WORD.not(), true, ByteSet.WORD, false));
    static final Edge NO_WORD_EDGE = of(
            new Side(ByteSet.WORD, false, ByteSet.WORD, false),
            new Side(ByteSet.WORD.not(), true, ByteSet.WORD.not(), true));

    static Edge notBefore(ByteSet next) {
        return of(new Side(ByteSet.ALL, true, next.not(), true));
    }

    private static Edge of(Side... sides) {
        return new Edge(List.of(sides));
    }

    boolean holds(int before, int after) {
        for (Side side : sides) {
            if ((before == OUTSIDE ? side.start : side.before.has(before))
                    && (after == OUTSIDE ? side.end : side.after.has(after))) {
                return true;
            }
        }
        return false;
    }

    /// The same condition for one who reads from right to left.
    Edge reversed() {
        List<Side> turned = new ArrayList<>();
        for (Side side : sides) {
            turned.add(new Side(side.after, side.end, side.before, side.start));
        }
        return new Edge(List.copyOf(turned));
    }
}
