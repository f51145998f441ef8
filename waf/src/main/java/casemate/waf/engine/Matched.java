package casemate.waf.engine;

import casemate.waf.RuleMatch;
import casemate.waf.text.Bytes;
import java.util.ArrayList;
import java.util.List;

/// The values that matched in the rule, or chain of rules, that is running: `MATCHED_VARS` and what the log tells.
final class Matched {
    /// One value of thousands of arguments more or less tells nothing new, and rules may copy them all.
    private static final int MOST = 1_000;

    private final List<Hit> hits = new ArrayList<>();

    /// @param seen the value as the operator saw it
    record Hit(CompiledRule rule, Value value, Bytes seen) {}

    void clear() {
        if (!hits.isEmpty()) {
            hits.clear();
        }
    }

    void add(CompiledRule rule, Value value, Bytes seen) {
        if (hits.size() == MOST) {
            hits.removeLast();
        }
        hits.add(new Hit(rule, value, seen));
    }

    List<Hit> all() {
        return hits;
    }

    /// For `MATCHED_VAR`; empty when nothing matched.
    Bytes value() {
        return hits.isEmpty() ? Bytes.EMPTY : hits.getLast().seen();
    }

    /// For `MATCHED_VAR_NAME`.
    Bytes name() {
        return hits.isEmpty()
                ? Bytes.EMPTY
                : Bytes.latin1(hits.getLast().value().name());
    }

    List<RuleMatch.Hit> told() {
        return hits.stream()
                .limit(RuleMatch.MOST_HITS)
                .map(h -> new RuleMatch.Hit(
                        h.value().name(), h.value().bytes(), h.seen(), h.rule().place()))
                .toList();
    }
}
