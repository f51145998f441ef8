package casemate.waf.engine;

import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.Phases;
import java.util.List;
import java.util.Optional;

/// Where `skipAfter` goes on: resolved once, so that no marker is looked for while a request waits.
final class Positions {
    private final List<Directive.Step> steps;

    /// How many rules of each phase stand before each step.
    private final int[][] before;

    private Positions(List<Directive.Step> steps) {
        this.steps = steps;
        this.before = new int[Phases.LAST + 1][steps.size() + 1];
        for (int step = 0; step < steps.size(); step++) {
            int phase = steps.get(step) instanceof Directive.Rule rule ? rule.phase() : 0;
            for (int p = 0; p <= Phases.LAST; p++) {
                before[p][step + 1] = before[p][step] + (p == phase ? 1 : 0);
            }
        }
    }

    static Positions of(List<Directive.Step> steps) {
        return new Positions(steps);
    }

    /// The position, among the rules of the rule's phase, of the first rule after the marker that the rule names; the
    /// end of the phase when no such marker follows.
    int after(int step, Directive.Rule rule) {
        for (Directive.Rule of : rule.chain()) {
            Optional<String> name = of.all(ActionName.SKIP_AFTER).findFirst();
            if (name.isPresent()) {
                return before[rule.phase()][marker(step, name.get())];
            }
        }
        return -1;
    }

    private int marker(int step, String name) {
        int marker = step + 1;
        while (marker < steps.size()
                && !(steps.get(marker) instanceof Directive.Marker m && m.name().equals(name))) {
            marker++;
        }
        return marker;
    }
}
