package casemate.waf.pattern;

import java.util.List;

/// Finds the positions at which the lookarounds of one pattern hold: a lookbehind by reading from left to right, a
/// lookahead from right to left.
final class LookScan {
    private final Dfa[] scans;
    private final boolean[] ahead;
    private final boolean[] negated;

    LookScan(List<Node.Look> looks) throws PatternRefused {
        scans = new Dfa[looks.size()];
        ahead = new boolean[looks.size()];
        negated = new boolean[looks.size()];
        for (int i = 0; i < scans.length; i++) {
            Node.Look look = looks.get(i);
            ahead[i] = look.ahead();
            negated[i] = look.negated();
            scans[i] = new Dfa(ProgramBuilder.plain(look.ahead() ? Trees.reversed(look.body()) : look.body()));
        }
    }

    boolean isEmpty() {
        return scans.length == 0;
    }

    /// One set of positions for each lookaround; bit `p - from` for position `p`.
    long[][] positions(byte[] a, int from, int to) {
        long[][] all = new long[scans.length][];
        for (int i = 0; i < scans.length; i++) {
            long[] holds = new long[((to - from) >> 6) + 1];
            if (ahead[i]) {
                scans[i].markBackward(a, from, to, holds);
            } else {
                scans[i].markForward(a, from, to, holds);
            }
            if (negated[i]) {
                for (int w = 0; w < holds.length; w++) {
                    holds[w] = ~holds[w];
                }
            }
            all[i] = holds;
        }
        return all;
    }
}
