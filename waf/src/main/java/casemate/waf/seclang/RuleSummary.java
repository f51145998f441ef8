package casemate.waf.seclang;

import casemate.base.Json;
import casemate.waf.seclang.Directive.Rule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What rules that can be loaded come to: how many of which kind, and what their author should know.
///
/// @param byPhase number of rules; a chain is one
/// @param byParanoia number of rules by their tag `paranoia-level/…`
/// @param notes what is accepted and does nothing
public record RuleSummary(
        String name, Map<String, Integer> byPhase, Map<String, Integer> byParanoia, List<String> notes) {
    /// More are not read.
    private static final int MOST_NOTES = 100;

    private static final String PARANOIA = "paranoia-level/";

    /// Accepted, because Debian's rules hold them, and never true.
    private static final Set<OperatorName> NEVER = EnumSet.of(OperatorName.GEO_LOOKUP, OperatorName.RBL);

    public RuleSummary {
        byPhase = Map.copyOf(byPhase);
        byParanoia = Map.copyOf(byParanoia);
        notes = List.copyOf(notes);
    }

    public static RuleSummary of(RuleSource source) {
        Map<String, Integer> byPhase = new TreeMap<>();
        Map<String, Integer> byParanoia = new TreeMap<>();
        List<String> notes = new ArrayList<>();
        for (Directive.Step step : RuleSet.of(source.directives()).steps()) {
            if (step instanceof Rule rule) {
                byPhase.merge(Integer.toString(rule.phase()), 1, Integer::sum);
                rule.all(ActionName.TAG)
                        .filter(tag -> tag.startsWith(PARANOIA))
                        .forEach(tag -> byParanoia.merge(tag.substring(PARANOIA.length()), 1, Integer::sum));
                note(rule, notes);
            }
        }
        noteIdle(source.directives(), notes);
        return new RuleSummary(source.name(), byPhase, byParanoia, notes);
    }

    public int rules() {
        return byPhase.values().stream().mapToInt(Integer::intValue).sum();
    }

    public Json json() {
        return Json.object()
                .put("name", name)
                .put("rules", rules())
                .put("phases", counts(byPhase))
                .put("paranoia", counts(byParanoia))
                .put("notes", Json.array(notes, Json.Text::new))
                .build();
    }

    /// For people: lines, the last without an end.
    public String text() {
        StringBuilder text = new StringBuilder(name + ": " + rules() + " rules; nothing is wrong with them\n");
        text.append("  in phase ").append(list(byPhase));
        if (!byParanoia.isEmpty()) {
            text.append("\n  of paranoia level ").append(list(byParanoia));
        }
        notes.forEach(note -> text.append("\n  note: ").append(note));
        return text.toString();
    }

    private static void note(Rule rule, List<String> notes) {
        for (Rule one : rule.chain()) {
            one.operator()
                    .filter(operator -> NEVER.contains(operator.name()))
                    .ifPresent(operator -> notes.add("rule " + rule.id() + " never matches: @"
                            + operator.name().word() + " is accepted and asks nobody (" + operator.place() + ")"));
        }
    }

    /// A removal or an update that means no rule is often a slip of the pen.
    private static void noteIdle(List<Directive> directives, List<String> notes) {
        List<Rule> rules = directives.stream()
                .filter(Rule.class::isInstance)
                .map(Rule.class::cast)
                .toList();
        directives.stream()
                .filter(directive -> isIdle(directive, rules))
                .limit(MOST_NOTES)
                .forEach(directive -> notes.add("no rule is meant by the directive at " + directive.place()));
    }

    private static boolean isIdle(Directive directive, List<Rule> rules) {
        return switch (directive) {
            case Directive.Remove removal -> rules.stream().noneMatch(removal.rules()::mean);
            case Directive.UpdateTargets update ->
                rules.stream().flatMap(rule -> rule.chain().stream()).noneMatch(update.rules()::mean);
            case Directive.UpdateActions update -> rules.stream().noneMatch(rule -> rule.id() == update.id());
            case Rule _, Directive.Marker _, Directive.DefaultAction _, Directive.Setting _ -> false;
        };
    }

    private static String list(Map<String, Integer> counts) {
        return new TreeMap<>(counts)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", "));
    }

    private static Json counts(Map<String, Integer> counts) {
        Json.Builder builder = Json.object();
        new TreeMap<>(counts).forEach(builder::put);
        return builder.build();
    }
}
