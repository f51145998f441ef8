package casemate.waf.seclang;

import casemate.waf.seclang.Directive.DefaultAction;
import casemate.waf.seclang.Directive.Marker;
import casemate.waf.seclang.Directive.Remove;
import casemate.waf.seclang.Directive.Rule;
import casemate.waf.seclang.Directive.Setting;
import casemate.waf.seclang.Directive.Step;
import casemate.waf.seclang.Directive.UpdateActions;
import casemate.waf.seclang.Directive.UpdateTargets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The rules in force: what directives come to when removals, updates and default actions are applied. As in
/// libmodsecurity those concern all rules, wherever they stand.
///
/// @param steps rules and markers, in order; the actions of a rule are all that it carries out: the default ones first,
///     `block` replaced by what it stands for, and of the disruptive actions one
/// @param settings in order; the last of a name is in force
public record RuleSet(List<Step> steps, List<Setting> settings) {
    public RuleSet {
        steps = List.copyOf(steps);
        settings = List.copyOf(settings);
    }

    /// @param directives of one reading, or of several one after the other
    /// @throws RulesRefused when those of several readings do not go together
    public static RuleSet of(List<Directive> directives) {
        ProblemList problems = new ProblemList();
        RuleChecks.check(directives, problems);
        problems.refuseIfAny();
        Removals removals = new Removals(only(directives, Remove.class).toList());
        List<UpdateTargets> targets = only(directives, UpdateTargets.class).toList();
        List<UpdateActions> actions = only(directives, UpdateActions.class).toList();
        List<DefaultAction> defaults = only(directives, DefaultAction.class).toList();
        List<Step> steps = new ArrayList<>();
        for (Directive directive : directives) {
            switch (directive) {
                case Marker marker -> steps.add(marker);
                case Rule rule -> {
                    if (!removals.remove(rule)) {
                        steps.add(effective(rule, targets, actions, defaults));
                    }
                }
                case DefaultAction _, Remove _, UpdateTargets _, UpdateActions _, Setting _ -> {}
            }
        }
        return new RuleSet(steps, only(directives, Setting.class).toList());
    }

    /// The words of the last setting of this name.
    public Optional<List<String>> setting(SettingName name) {
        return settings.stream()
                .filter(setting -> setting.name() == name)
                .reduce((first, second) -> second)
                .map(Setting::arguments);
    }

    private static Rule effective(
            Rule first, List<UpdateTargets> targets, List<UpdateActions> updates, List<DefaultAction> defaults) {
        long id = first.id();
        List<Rule> chain = first.chain();
        List<ActionCall> byDefault = defaults.stream()
                .filter(d -> d.phase() == first.phase())
                .flatMap(d -> d.actions().stream())
                .toList();
        Optional<Rule> next = Optional.empty();
        for (int i = chain.size() - 1; i >= 0; i--) {
            int offset = i;
            Rule rule = chain.get(i);
            List<List<ActionCall>> updated = updates.stream()
                    .filter(update -> update.id() == id && update.chainOffset() == offset && id != 0)
                    .map(UpdateActions::actions)
                    .toList();
            next = Optional.of(new Rule(
                    rule.place(),
                    updatedTargets(rule, i == 0, targets),
                    rule.operator(),
                    EffectiveActions.of(rule.actions(), i == 0, updated, byDefault),
                    next));
        }
        return next.orElseThrow();
    }

    /// An update by id means the first rule of a chain; one by tag or message, the rules that have them.
    private static List<Target> updatedTargets(Rule rule, boolean first, List<UpdateTargets> updates) {
        if (rule.operator().isEmpty()) {
            return rule.targets();
        }
        List<Target> targets = new ArrayList<>(rule.targets());
        for (UpdateTargets update : updates) {
            boolean byId = update.rules() instanceof Directive.Rules.Ids;
            if ((first || !byId) && update.rules().mean(rule)) {
                update.targets().stream().flatMap(RuleSet::withNames).forEach(targets::add);
            }
        }
        return targets;
    }

    /// What an update excludes by a pattern, as `!ARGS:/^x/`, is excluded with its names, as in libmodsecurity. There
    /// the pattern is tried on members of every other collection too, which would exclude what nobody named.
    private static Stream<Target> withNames(Target target) {
        boolean byPattern =
                target.mode() == Target.Mode.EXCLUDE && target.selector() instanceof Target.Selector.Matching;
        return Stream.concat(
                Stream.of(target),
                Variable.named(target.variable() + "_NAMES")
                        .filter(_ -> byPattern)
                        .map(names -> new Target(Target.Mode.EXCLUDE, names, target.selector()))
                        .stream());
    }

    private static <D extends Directive> Stream<D> only(List<Directive> directives, Class<D> kind) {
        return directives.stream().filter(kind::isInstance).map(kind::cast);
    }
}
