package casemate.waf.seclang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Mixes a rule's own actions with what updates and the defaults of its phase add to them.
final class EffectiveActions {
    private EffectiveActions() {}

    /// @param first whether the rule is the first of its chain, which alone is disruptive and logs
    /// @param updates from `SecRuleUpdateActionById`, in order
    /// @param defaults from the `SecDefaultAction` of the phase
    static List<ActionCall> of(
            List<ActionCall> own, boolean first, List<List<ActionCall>> updates, List<ActionCall> defaults) {
        List<ActionCall> updated = new ArrayList<>(own);
        for (List<ActionCall> update : updates) {
            if (disruptive(update).isPresent()) {
                updated.removeIf(action -> action.name().isDisruptive());
            }
            updated.addAll(update);
        }
        List<ActionCall> effective = new ArrayList<>();
        for (ActionCall action : defaults) {
            boolean transformation = action.name() == ActionName.T;
            boolean mixedIn =
                    first && action.name() != ActionName.PHASE && !action.name().isDisruptive();
            if (transformation || mixedIn) {
                effective.add(action);
            }
        }
        Optional<ActionCall> disruption = disruptive(updated);
        updated.stream().filter(action -> !action.name().isDisruptive()).forEach(effective::add);
        if (first && disruption.isPresent()) {
            effective.add(resolved(updated, disruption.get(), defaults));
        }
        return effective;
    }

    /// A rule that says `block` does what the defaults say, also when it names an action of its own beside it; without
    /// defaults it passes.
    private static ActionCall resolved(List<ActionCall> own, ActionCall last, List<ActionCall> defaults) {
        if (last.name() != ActionName.BLOCK) {
            return last;
        }
        return disruptive(withoutBlock(own))
                .or(() -> disruptive(withoutBlock(defaults)))
                .orElseGet(() -> new ActionCall(last.place(), ActionName.PASS, ""));
    }

    private static List<ActionCall> withoutBlock(List<ActionCall> actions) {
        return actions.stream()
                .filter(action -> action.name() != ActionName.BLOCK)
                .toList();
    }

    /// The last one counts.
    private static Optional<ActionCall> disruptive(List<ActionCall> actions) {
        return actions.stream().filter(action -> action.name().isDisruptive()).reduce((first, second) -> second);
    }
}
