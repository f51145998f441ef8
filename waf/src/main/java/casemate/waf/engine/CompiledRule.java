package casemate.waf.engine;

import casemate.waf.audit.AuditRecord;
import casemate.waf.operator.Operator;
import casemate.waf.seclang.Place;
import casemate.waf.state.Assignment;
import casemate.waf.state.Macro;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One rule, ready to run: everything that can be decided before a request comes is decided here.
///
/// @param index dense over the rules of the set, those of chains included
/// @param slots what it looks at, and which of that is scanned together with other rules
/// @param exclusions values that the sources give and the rule does not want
/// @param stages the chains whose results are matched: one, or for `multiMatch` all on the way
/// @param operator null for a `SecAction`
/// @param argument of the operator when it has macros, which are expanded before each use
/// @param assignments done for each value that matches
/// @param effects done once all of the chain has matched
/// @param chained the rule that must match too
record CompiledRule(
        int index,
        long id,
        int phase,
        Place place,
        Slots slots,
        List<Selection> exclusions,
        List<Chain> stages,
        boolean multiMatch,
        @Nullable Operator operator,
        @Nullable Macro argument,
        boolean negated,
        boolean capture,
        List<Assignment> assignments,
        List<Effect> effects,
        Report report,
        Flow flow,
        @Nullable Disruption disruption,
        @Nullable CompiledRule chained) {
    CompiledRule {
        exclusions = List.copyOf(exclusions);
        stages = List.copyOf(stages);
        assignments = List.copyOf(assignments);
        effects = List.copyOf(effects);
    }

    /// What a match tells.
    ///
    /// @param severity -1 when the rule has none
    record Report(
            @Nullable Macro message,
            @Nullable Macro logdata,
            List<Macro> tags,
            int severity,
            boolean logged,
            boolean auditLogged,
            AuditRecord.RuleFacts facts) {
        Report {
            tags = List.copyOf(tags);
        }
    }

    /// Which rules of the phase come next after a match.
    ///
    /// @param skip how many are left out
    /// @param next the position in the phase where `skipAfter` goes on; -1 without it
    record Flow(int skip, int next) {
        static final Flow ON = new Flow(0, -1);
    }
}
