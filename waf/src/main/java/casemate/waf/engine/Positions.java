package casemate.waf.engine;

import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive;
import java.util.List;

/// Where `skipAfter` goes on: resolved once, so that no marker is looked for while a request waits.
final class Positions {
    private final List<Directive.Step> steps;

    private Positions(List<Directive.Step> steps) {
        this.steps = steps;
    }

    static Positions of(List<Directive.Step> steps) {
        return new Positions(steps);
    }

    /// The position, among the rules of the rule's phase, of the first rule after the marker that the rule names; the
    /// end of the phase when no such marker follows.
    int after(int step, Directive.Rule rule) {
        List<String> names =
                rule.chain().stream().flatMap(r -> r.all(ActionName.SKIP_AFTER)).toList();
        if (names.isEmpty()) {
            return -1;
        }
        int marker = step + 1;
        while (marker < steps.size()
                && !(steps.get(marker) instanceof Directive.Marker m && m.name().equals(names.getFirst()))) {
            marker++;
        }
        return (int) steps.stream()
                .limit(marker)
                .filter(s -> s instanceof Directive.Rule r && r.phase() == rule.phase())
                .count();
    }
}
