package casemate.waf.operator;

import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.Matcher;
import casemate.waf.text.Bytes;
import java.util.Optional;

/// `rx` and `rxGlobal` with a pattern that is known when the rules are loaded.
///
/// @param global whether every match counts, not only the first: their groups are noted one behind the other
record PatternOperator(BytePattern pattern, boolean global) implements Operator {
    @Override
    public boolean matches(Bytes value, Bytes argument, Captures captures) {
        return matches(pattern, global, value, captures);
    }

    static boolean matches(BytePattern pattern, boolean global, Bytes value, Captures captures) {
        int[] found = captures.scratch();
        if (!pattern.mayMatch(value) || !pattern.find(value.array(), value.from(), value.to(), value.from(), found)) {
            return false;
        }
        captures.addGroups(value, found);
        boolean more = global;
        while (more && captures.count() < Captures.MOST) {
            // An empty match would be found again and again.
            int at = found[1] > found[0] ? found[1] : found[1] + 1;
            more = at <= value.to() && pattern.find(value.array(), value.from(), value.to(), at, found);
            if (more) {
                captures.addGroups(value, found);
            }
        }
        return true;
    }

    @Override
    public Optional<Matcher> prefilter() {
        return Optional.of(pattern);
    }
}
