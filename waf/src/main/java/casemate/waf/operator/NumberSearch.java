package casemate.waf.operator;

import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.Matcher;
import casemate.waf.text.Bytes;
import java.util.Optional;

/// `verifyCC`, `verifyCPF`, `verifySSN` and `verifySVNR`: looks for what a pattern matches, at every place
/// where a match begins, until one of these passes the check.
///
/// A search reads to the end of what it is given, so each gets a window that grows until it holds a match: the cost is
/// that of the numbers found, not that of the value for each of them.
record NumberSearch(BytePattern pattern, Check check) implements Operator {
    private static final int FIRST_WINDOW = 128;
    /// Numbers are shorter, with all that may stand between their digits. A match that begins nearer to a window's end
    /// may be another one in a longer window.
    private static final int LONGEST_NUMBER = 64;
    /// What a lookbehind may want to see before the window.
    private static final int CONTEXT = 64;
    /// Some tenths of a second. A value in which no number passes for so long counts as one that does.
    private static final int MOST_READ = 4 << 20;

    /// Whether the bytes hold a number of the kind looked for.
    interface Check {
        boolean passes(byte[] in, int from, int to);
    }

    @Override
    public boolean matches(Bytes value, Bytes argument, Captures captures) {
        byte[] in = value.array();
        int to = value.to();
        int[] found = captures.scratch();
        int budget = MOST_READ;
        int window = FIRST_WINDOW;
        for (int at = value.from(); at < to; ) {
            int end = (int) Math.min(to, (long) at + window);
            boolean matched = pattern.find(in, Math.max(value.from(), at - CONTEXT), end, at, found);
            boolean certain = end == to || (matched && found[1] < end && found[0] <= end - LONGEST_NUMBER);
            budget -= end - at;
            if (budget < 0) {
                return true;
            }
            if (!certain) {
                window *= 2;
            } else if (!matched) {
                return false;
            } else if (check.passes(in, found[0], found[1])) {
                captures.add(value.slice(found[0] - value.from(), found[1] - value.from()));
                return true;
            } else {
                at = found[0] + 1;
                window = FIRST_WINDOW;
            }
        }
        return false;
    }

    @Override
    public Optional<Matcher> prefilter() {
        return Optional.of(pattern);
    }
}
