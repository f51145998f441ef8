package casemate.waf.engine;

import casemate.base.Refusal;
import casemate.waf.audit.AuditSettings;
import casemate.waf.seclang.Directive;
import casemate.waf.seclang.Phases;
import casemate.waf.seclang.Problem;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.seclang.RuleSet;
import casemate.waf.seclang.RulesRefused;
import casemate.waf.seclang.SettingName;
import casemate.waf.seclang.Variable;
import casemate.waf.transform.Transformation;
import casemate.waf.transform.Transformations;
import casemate.waf.transform.UnicodeMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A rule set compiled: the rules of each phase in order. Immutable, shared by all threads.
public final class Program {
    private final Settings settings;
    private final CompiledRule[][] phases;
    private final Lane[] lanes;
    private final int laneWords;
    private final Set<Variable> used;
    private final int rules;
    private final int indexes;
    private final int sources;
    private final Map<Long, Integer> ids;

    private Program(
            Settings settings,
            List<List<CompiledRule>> phases,
            List<Lane> lanes,
            Set<Variable> used,
            RuleIndex index,
            int sources) {
        this.settings = settings;
        this.phases = phases.stream().map(p -> p.toArray(CompiledRule[]::new)).toArray(CompiledRule[][]::new);
        this.lanes = lanes.toArray(Lane[]::new);
        this.laneWords = lanes.stream().mapToInt(Lane::words).max().orElse(0);
        this.used = Set.copyOf(used);
        this.rules = phases.stream().mapToInt(List::size).sum();
        this.indexes = index.size();
        this.ids = index.ids();
        this.sources = sources;
    }

    /// @param files where lists lie that operators name
    /// @throws RulesRefused with every rule that cannot be compiled
    public static Program compile(RuleSet set, RuleFiles files) {
        RuleIndex index = RuleIndex.of(set);
        Sources sources = new Sources();
        RuleCompiler.Chains chains = new RuleCompiler.Chains(transformations(set, files));
        LaneBuilder lanes = new LaneBuilder();
        RuleCompiler compiler = new RuleCompiler(files, index, sources, chains, lanes);
        Guards guards = new Guards();
        Positions positions = Positions.of(set.steps());
        List<List<CompiledRule>> phases = new ArrayList<>();
        for (int phase = 0; phase <= Phases.LAST; phase++) {
            phases.add(new ArrayList<>());
        }
        List<Problem> problems = new ArrayList<>();
        for (int step = 0; step < set.steps().size(); step++) {
            if (set.steps().get(step) instanceof Directive.Rule rule) {
                String guard = guards.over(rule.phase());
                try {
                    phases.get(rule.phase()).add(compiler.compile(rule, positions.after(step, rule), guard));
                } catch (Refusal refusal) {
                    problems.add(Problem.of(refusal, rule));
                }
            }
            guards.pass(set.steps().get(step));
        }
        if (!problems.isEmpty()) {
            throw new RulesRefused(problems);
        }
        return new Program(Settings.of(set), phases, lanes.build(), sources.used(), index, sources.size());
    }

    private static Function<String, Optional<Transformation>> transformations(RuleSet set, RuleFiles files) {
        return set.settings().stream()
                .filter(s -> s.name() == SettingName.SEC_UNICODE_MAP_FILE)
                .reduce((first, second) -> second)
                .<Function<String, Optional<Transformation>>>map(setting -> {
                    UnicodeMap map = UnicodeMap.parse(
                            files.data(setting.arguments().get(0), setting.place())
                                    .toLatin1(),
                            Integer.parseInt(setting.arguments().get(1)));
                    return name -> Transformations.named(name, map);
                })
                .orElse(Transformations::named);
    }

    public AuditSettings auditSettings() {
        return settings.audit();
    }

    /// How many rules there are, chains counted once.
    public int rules() {
        return rules;
    }

    /// What leaves a rule out, or keeps values from it. A rule that is not there needs nothing.
    ///
    /// @param variable such as `ARGS:content`; empty for the whole rule
    /// @return empty when there is no such variable
    public Optional<Exclusion> exclusion(long rule, String variable) {
        Integer at = ids.get(rule);
        RuleBits meant = RuleBits.of(indexes, i -> at != null && i == at);
        return variable.isEmpty()
                ? Optional.of(new Exclusion(new Effect.RemoveRules(meant)))
                : EffectCompiler.selection(variable)
                        .map(target -> new Exclusion(new Effect.RemoveTarget(meant, target)));
    }

    Settings settings() {
        return settings;
    }

    /// The first rules of chains that run in the phase, in order.
    CompiledRule[] phase(int phase) {
        return phases[phase];
    }

    /// Whether some rule looks at the variable.
    boolean uses(Variable variable) {
        return used.contains(variable);
    }

    /// How many indexes rules have, those of chains included.
    int indexes() {
        return indexes;
    }

    /// How many lanes there are, over all phases.
    int lanes() {
        return lanes.length;
    }

    /// The most words that the bits of a lane take.
    int laneWords() {
        return laneWords;
    }

    Lane lane(int id) {
        return lanes[id];
    }

    int sources() {
        return sources;
    }
}
