package casemate.waf.engine;

import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.OperatorCall;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Knows, while rules are compiled in order, which earlier rules may skip the one at hand.
final class Guards {
    private final List<Guard> open = new ArrayList<>();

    /// @param until the marker that ends it
    /// @param condition the same text for rules that ask the same
    private record Guard(int phase, String until, String condition) {}

    /// To be called with each step once it is compiled.
    void pass(Directive.Step step) {
        switch (step) {
            case Directive.Marker marker -> open.removeIf(g -> g.until().equals(marker.name()));
            case Directive.Rule rule -> {
                String condition =
                        rule.targets() + " " + rule.operator().map(Guards::text).orElse("");
                rule.all(ActionName.SKIP_AFTER)
                        .findFirst()
                        .ifPresent(marker -> open.add(new Guard(rule.phase(), marker, condition)));
            }
        }
    }

    /// The conditions over rules of this phase, in one text.
    String over(int phase) {
        TreeSet<String> conditions = new TreeSet<>();
        open.stream().filter(g -> g.phase() == phase).forEach(g -> conditions.add(g.condition()));
        return String.join("\n", conditions);
    }

    private static String text(OperatorCall call) {
        return call.negated() + " " + call.name() + " " + call.argument();
    }
}
