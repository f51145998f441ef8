package casemate.waf.engine;

import casemate.base.Refusal;
import casemate.waf.Verdict;
import casemate.waf.audit.AuditRecord;
import casemate.waf.engine.CompiledRule.Flow;
import casemate.waf.engine.CompiledRule.Report;
import casemate.waf.operator.Operator;
import casemate.waf.operator.Operators;
import casemate.waf.pattern.Matcher;
import casemate.waf.seclang.ActionCall;
import casemate.waf.seclang.ActionName;
import casemate.waf.seclang.Directive.Rule;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.seclang.Target;
import casemate.waf.state.Assignment;
import casemate.waf.state.Macro;
import casemate.waf.transform.Transformation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compiles single rules and their chains.
final class RuleCompiler {
    private static final int FORBIDDEN = 403;
    private static final int FOUND = 302;
    private static final int FIRST_REDIRECT = 301;
    private static final int LAST_REDIRECT = 307;

    private final RuleFiles files;
    private final EffectCompiler effects;
    private final Sources sources;
    private final Chains chains;
    private final LaneBuilder lanes;
    private int next;

    RuleCompiler(RuleFiles files, RuleIndex index, Sources sources, Chains chains, LaneBuilder lanes) {
        this.files = files;
        this.effects = new EffectCompiler(index);
        this.sources = sources;
        this.chains = chains;
        this.lanes = lanes;
    }

    /// @param position in the phase where `skipAfter` goes on, -1 without it
    /// @param guard what earlier rules ask that may skip this one
    CompiledRule compile(Rule first, int position, String guard) {
        return compile(first, first, position, guard);
    }

    private CompiledRule compile(Rule first, Rule rule, int position, String guard) {
        int index = next++;
        @Nullable
        CompiledRule chained =
                rule.chained().map(r -> compile(first, r, position, guard)).orElse(null);
        Optional<OperatorCall> call = rule.operator();
        Operator operator = call.map(c -> Operators.compile(c, files)).orElse(null);
        boolean multiMatch = rule.has(ActionName.MULTI_MATCH);
        Chain chain = chains.of(rule);
        List<Source> included = included(rule);
        Slots slots = new Slots(included);
        if (rule.equals(first) && !multiMatch && call.isPresent() && !call.get().negated() && operator != null) {
            operator.prefilter().ifPresent(m -> scan(slots, included, first.phase(), chain, guard, m));
        }
        return new CompiledRule(
                index,
                rule.id(),
                first.phase(),
                rule.place(),
                slots,
                excluded(rule),
                multiMatch ? chains.stages(chain) : List.of(chain),
                multiMatch,
                operator,
                argument(call, operator),
                call.map(OperatorCall::negated).orElse(false),
                rule.has(ActionName.CAPTURE),
                rule.actions().stream()
                        .filter(Assignment::isImmediate)
                        .map(Assignment::parse)
                        .toList(),
                rule.actions().stream()
                        .map(effects::compile)
                        .flatMap(Optional::stream)
                        .toList(),
                report(first, rule),
                new Flow(number(rule, ActionName.SKIP, 0), rule.has(ActionName.SKIP_AFTER) ? position : -1),
                disruption(first, rule),
                chained);
    }

    private void scan(Slots slots, List<Source> included, int phase, Chain chain, String guard, Matcher pattern) {
        for (int i = 0; i < included.size(); i++) {
            Source source = included.get(i);
            if (source.isStable() && !source.counted()) {
                lanes.add(slots, i, phase, source, chain, guard, pattern);
            }
        }
    }

    /// An exclusion of a whole variable takes its targets away; the others are looked at value by value.
    private List<Source> included(Rule rule) {
        List<Source> included = new ArrayList<>();
        for (Target target : rule.targets()) {
            boolean gone = rule.targets().stream()
                    .anyMatch(other -> other.mode() == Target.Mode.EXCLUDE
                            && other.variable() == target.variable()
                            && other.selector() instanceof Target.Selector.All);
            if (target.mode() != Target.Mode.EXCLUDE && !gone) {
                included.add(sources.of(target));
            }
        }
        return included;
    }

    private static List<Selection> excluded(Rule rule) {
        return rule.targets().stream()
                .filter(t -> t.mode() == Target.Mode.EXCLUDE)
                .map(Selection::of)
                .toList();
    }

    /// Operators without macros hold their argument themselves.
    private static @Nullable Macro argument(Optional<OperatorCall> call, @Nullable Operator operator) {
        return operator == null || !operator.hasMacros()
                ? null
                : call.map(c -> Macro.compile(c.argument(), c.place())).orElse(null);
    }

    private static Report report(Rule first, Rule rule) {
        boolean logged = true;
        boolean auditLogged = true;
        // the rules of a chain speak in the order in which they finish: the last first
        for (Rule speaking : first.chain().reversed()) {
            for (ActionCall action : speaking.actions()) {
                switch (action.name()) {
                    case LOG -> logged = true;
                    case NOLOG -> {
                        logged = false;
                        auditLogged = false;
                    }
                    case AUDITLOG -> auditLogged = true;
                    case NOAUDITLOG -> auditLogged = false;
                    default -> {}
                }
            }
        }
        List<String> tags = rule.all(ActionName.TAG).toList();
        int severity = rule.all(ActionName.SEVERITY)
                .reduce((a, b) -> b)
                .map(RuleCompiler::severity)
                .orElse(-1);
        AuditRecord.RuleFacts facts = new AuditRecord.RuleFacts(
                first.id(),
                first.phase(),
                rule.place().file(),
                rule.place().line(),
                operatorWord(rule),
                rule.operator().map(OperatorCall::argument).orElse(""),
                rule.operator().map(OperatorCall::negated).orElse(false),
                severity,
                last(rule, ActionName.REV),
                last(rule, ActionName.VER),
                number(rule, ActionName.MATURITY, 0),
                number(rule, ActionName.ACCURACY, 0),
                tags);
        return new Report(
                macro(rule, ActionName.MSG),
                macro(rule, ActionName.LOGDATA),
                rule.actions().stream()
                        .filter(a -> a.name() == ActionName.TAG)
                        .map(a -> Macro.compile(a.argument(), a.place()))
                        .toList(),
                severity,
                logged,
                auditLogged,
                facts);
    }

    private static String operatorWord(Rule rule) {
        return rule.operator()
                .map(c -> c.name().word())
                .map(w -> w.substring(0, 1).toUpperCase(Locale.ROOT) + w.substring(1))
                .orElse("Unconditional");
    }

    private static int severity(String word) {
        List<String> words = List.of("emergency", "alert", "critical", "error", "warning", "notice", "info", "debug");
        int known = words.indexOf(word.toLowerCase(Locale.ROOT));
        return known >= 0 ? known : Integer.parseInt(word);
    }

    private static @Nullable Macro macro(Rule rule, ActionName name) {
        return rule.actions().stream()
                .filter(a -> a.name() == name)
                .reduce((a, b) -> b)
                .map(a -> Macro.compile(a.argument(), a.place()))
                .orElse(null);
    }

    private static String last(Rule rule, ActionName name) {
        return rule.all(name).reduce((a, b) -> b).orElse("");
    }

    private static int number(Rule rule, ActionName name, int otherwise) {
        String digits = last(rule, name);
        return digits.isEmpty() ? otherwise : Integer.parseInt(digits);
    }

    private static @Nullable Disruption disruption(Rule first, Rule rule) {
        for (ActionCall action : rule.actions().reversed()) {
            if (action.name().isDisruptive()) {
                return disruption(action, status(first));
            }
        }
        return null;
    }

    /// Any rule of a chain may say it; the earliest counts, being carried out last. 0 when none does.
    private static int status(Rule first) {
        return first.chain().stream()
                .mapToInt(rule -> number(rule, ActionName.STATUS, 0))
                .filter(status -> status != 0)
                .findFirst()
                .orElse(0);
    }

    private static @Nullable Disruption disruption(ActionCall action, int status) {
        int refused = status == 0 ? FORBIDDEN : status;
        return switch (action.name()) {
            case DENY -> new Disruption.Stop(Verdict.How.DENY, refused, null);
            case DROP -> new Disruption.Stop(Verdict.How.DROP, refused, null);
            case REDIRECT ->
                new Disruption.Stop(
                        Verdict.How.REDIRECT,
                        status >= FIRST_REDIRECT && status <= LAST_REDIRECT ? status : FOUND,
                        Macro.compile(action.argument(), action.place()));
            case ALLOW -> new Disruption.Allow(extent(action));
            default -> null;
        };
    }

    private static Disruption.Extent extent(ActionCall action) {
        return switch (action.argument().toLowerCase(Locale.ROOT)) {
            case "" -> Disruption.Extent.TRANSACTION;
            case "phase" -> Disruption.Extent.PHASE;
            case "request" -> Disruption.Extent.REQUEST;
            default -> throw EffectCompiler.refused(action, "nothing, phase or request");
        };
    }

    /// Chains of transformations of rules.
    static final class Chains {
        private final Chain.Tree tree = new Chain.Tree();
        private final java.util.function.Function<String, Optional<Transformation>> named;

        Chains(java.util.function.Function<String, Optional<Transformation>> named) {
            this.named = named;
        }

        Chain of(Rule rule) {
            List<Transformation> wanted = new ArrayList<>();
            for (ActionCall action : rule.actions()) {
                if (action.name() == ActionName.T) {
                    if (action.argument().equalsIgnoreCase("none")) {
                        wanted.clear();
                    } else {
                        wanted.add(named.apply(action.argument())
                                .orElseThrow(() -> Refusal.invalid(
                                        "transformation-unknown",
                                        action.place() + ": unknown transformation " + action.argument() + ".")));
                    }
                }
            }
            return tree.of(wanted);
        }

        /// The chain and all its beginnings, the shortest first.
        List<Chain> stages(Chain chain) {
            List<Chain> stages = new ArrayList<>();
            for (Chain stage = chain; stage != null; stage = stage.before()) {
                stages.addFirst(stage);
            }
            return stages;
        }

        int size() {
            return tree.size();
        }
    }
}
