package casemate.waf.seclang;

import casemate.waf.seclang.Directive.DefaultAction;
import casemate.waf.seclang.Directive.Marker;
import casemate.waf.seclang.Directive.Remove;
import casemate.waf.seclang.Directive.Rule;
import casemate.waf.seclang.Directive.Setting;
import casemate.waf.seclang.Directive.UpdateActions;
import casemate.waf.seclang.Directive.UpdateTargets;
import casemate.waf.seclang.Target.Mode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What must be true of directives together: ids are there and once, chains are well formed, markers are where
/// `skipAfter` looks for them.
final class RuleChecks {
    private final ProblemList problems;
    private final Map<Long, Place> ids = new HashMap<>();
    private final Map<Integer, Place> defaults = new HashMap<>();
    /// The last place of each marker, as an index among the directives.
    private final Map<String, Integer> markers = new HashMap<>();

    private RuleChecks(ProblemList problems) {
        this.problems = problems;
    }

    static void check(List<Directive> directives, ProblemList problems) {
        RuleChecks checks = new RuleChecks(problems);
        // A marker that could not be read must not make a second problem of each skip to it.
        boolean markersAreKnown = problems.isEmpty();
        for (int i = 0; i < directives.size(); i++) {
            if (directives.get(i) instanceof Marker marker) {
                checks.markers.put(marker.name(), i);
            }
        }
        for (int i = 0; i < directives.size(); i++) {
            checks.check(directives.get(i), markersAreKnown ? i : Integer.MIN_VALUE);
        }
    }

    private void check(Directive directive, int index) {
        switch (directive) {
            case Rule rule -> chain(rule, index);
            case DefaultAction action -> defaults(action);
            case UpdateActions update -> updates(update);
            case Marker _, Remove _, UpdateTargets _, Setting _ -> {}
        }
    }

    private void chain(Rule first, int index) {
        if (first.id() == 0 && first.operator().isPresent()) {
            problems.add(first.place(), "this rule has no id; expected an action such as id:1000");
        }
        List<Rule> chain = first.chain();
        chain.forEach(rule -> rule(rule, index));
        chain.stream().skip(1).forEach(rule -> later(rule, first));
    }

    private void rule(Rule rule, int index) {
        long id = rule.id();
        Place taken = id == 0 ? null : ids.putIfAbsent(id, rule.place());
        if (taken != null) {
            problems.add(rule.place(), "the id " + id + " is taken by the rule at " + taken);
        }
        if (!rule.targets().isEmpty() && rule.targets().stream().allMatch(target -> target.mode() == Mode.EXCLUDE)) {
            problems.add(rule.place(), "this rule only excludes; expected a variable to look at");
        }
        for (ActionCall action : rule.actions()) {
            if (action.name() == ActionName.SKIP_AFTER && markers.getOrDefault(action.argument(), -1) < index) {
                problems.add(action.place(), "there is no SecMarker " + action.argument() + " after this rule");
            }
        }
    }

    /// A later rule of a chain runs in its first one's phase and leaves the decision to it.
    private void later(Rule rule, Rule first) {
        for (ActionCall action : rule.actions()) {
            String word = action.name().word();
            if (action.name().isDisruptive()) {
                problems.add(action.place(), "the first rule of a chain decides; expected " + word + " there");
            } else if (action.name() == ActionName.PHASE && Phases.of(rule.actions()) != first.phase()) {
                problems.add(action.place(), "a chain runs in one phase; expected that of its first rule, or none");
            }
        }
    }

    private void defaults(DefaultAction defaults) {
        Place taken = this.defaults.putIfAbsent(defaults.phase(), defaults.place());
        if (taken != null) {
            problems.add(
                    defaults.place(), "phase " + defaults.phase() + " has its SecDefaultAction already, at " + taken);
        }
        boolean decides = false;
        for (ActionCall action : defaults.actions()) {
            decides |= action.name().isDisruptive() && action.name() != ActionName.BLOCK;
            if (!suitsDefaults(action)) {
                String none = action.name() == ActionName.T ? ":none" : "";
                problems.add(
                        action.place(), "the action " + action.name().word() + none + " belongs to a rule, not here");
            }
        }
        if (!decides) {
            problems.add(defaults.place(), "expected an action such as pass or deny, which block stands for");
        }
    }

    private void updates(UpdateActions update) {
        for (ActionCall action : update.actions()) {
            switch (action.name()) {
                case ID, PHASE, CHAIN ->
                    problems.add(action.place(), action.name().word() + " of a rule cannot be changed");
                default -> {}
            }
            if (update.chainOffset() > 0 && action.name().isDisruptive()) {
                problems.add(action.place(), "the first rule of a chain decides; expected an update of it");
            }
        }
    }

    private static boolean suitsDefaults(ActionCall action) {
        return switch (action.name()) {
            case ACCURACY, CHAIN, ID, MATURITY, REV, VER, SKIP, SKIP_AFTER -> false;
            case T -> !action.argument().equalsIgnoreCase("none");
            default -> true;
        };
    }
}
