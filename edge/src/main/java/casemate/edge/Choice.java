package casemate.edge;

import casemate.wire.Upstream;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Which replica a request goes to: of those that are well the one with the fewest requests under way from this event
/// loop; equals take turns. When none is well, any is better than none.
final class Choice {
    private final Health health;
    private final boolean balanced;
    private int turn;

    /// @param balanced false switches the control of EDG-8 off: always the first, well or not
    Choice(Health health, boolean balanced) {
        this.health = health;
        this.balanced = balanced;
    }

    /// @param avoided where the same request has just failed
    /// @param repeatable whether it does no harm to send the request again, should this be the wrong choice
    Upstream of(List<Upstream> replicas, ToIntFunction<Upstream> busy, @Nullable Upstream avoided, boolean repeatable) {
        if (replicas.size() == 1 || !balanced) {
            return replicas.getFirst();
        }
        boolean allWell = health.allWell();
        int begin = Math.floorMod(turn++, replicas.size());
        Upstream best = null;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < replicas.size() && least > 0; i++) {
            Upstream next = replicas.get((begin + i) % replicas.size());
            if (next.equals(avoided)) {
                continue;
            }
            Health.Standing standing = allWell ? Health.Standing.WELL : health.standing(next);
            if (standing == Health.Standing.TRIAL && health.tries(next, repeatable)) {
                return next;
            }
            int load = standing == Health.Standing.WELL ? busy.applyAsInt(next) : Integer.MAX_VALUE;
            if (load < least) {
                best = next;
                least = load;
            }
        }
        return best == null ? other(replicas, begin, avoided) : best;
    }

    private static Upstream other(List<Upstream> replicas, int begin, @Nullable Upstream avoided) {
        Upstream first = replicas.get(begin);
        return first.equals(avoided) ? replicas.get((begin + 1) % replicas.size()) : first;
    }
}
