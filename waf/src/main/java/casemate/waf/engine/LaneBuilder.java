package casemate.waf.engine;

import casemate.waf.pattern.Matcher;
import casemate.waf.pattern.PatternSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sorts rules into lanes while they are compiled.
final class LaneBuilder {
    private final Map<Key, Draft> drafts = new LinkedHashMap<>();

    /// @param guard what must not have matched for the rule to be reached: rules of a paranoia level that is not in use
    ///     are then in lanes that nobody scans
    private record Key(int phase, Source source, Chain chain, String guard) {}

    private record Draft(int id, List<Matcher> members) {}

    /// Takes the pattern of a rule for one of its sources.
    void add(Slots slots, int index, int phase, Source source, Chain chain, String guard, Matcher pattern) {
        Draft draft = drafts.computeIfAbsent(
                new Key(phase, source, chain, guard), _ -> new Draft(drafts.size(), new ArrayList<>()));
        slots.set(index, draft.id(), draft.members().size());
        draft.members().add(pattern);
    }

    /// Lanes of the same patterns share their automata.
    List<Lane> build() {
        Map<List<Matcher>, PatternSet> sets = new HashMap<>();
        List<Lane> lanes = new ArrayList<>();
        drafts.forEach((key, draft) ->
                lanes.add(new Lane(key.source(), key.chain(), sets.computeIfAbsent(draft.members(), PatternSet::of))));
        return lanes;
    }
}
