package casemate.waf.engine;

import casemate.waf.seclang.Target;
import casemate.waf.seclang.Variable;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The sources of one rule set while it is compiled.
final class Sources {
    private final Map<Object, Source> known = new HashMap<>();
    private final Set<Variable> used = EnumSet.noneOf(Variable.class);

    private record Key(Variable variable, Target.Selector selector, boolean counted) {}

    Source of(Target target) {
        used.add(target.variable());
        boolean counted = target.mode() == Target.Mode.COUNT;
        Target.Selector selector = target.selector() instanceof Target.Selector.Key(String name)
                ? new Target.Selector.Key(name.toLowerCase(Locale.ROOT))
                : target.selector();
        return known.computeIfAbsent(
                new Key(target.variable(), selector, counted),
                _ -> new Source(known.size(), Selection.of(target.variable(), selector), counted));
    }

    /// Variables that some rule looks at.
    Set<Variable> used() {
        return used;
    }

    int size() {
        return known.size();
    }
}
