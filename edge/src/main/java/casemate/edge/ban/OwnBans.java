package casemate.edge.ban;

import casemate.wire.Defence;
import casemate.wire.EdgeReport.BanReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Bans that this edge has made and that no snapshot of control has named yet, the soonest to end first. Guarded by
/// [Bans].
final class OwnBans {
    private final Map<String, BanReport> byId = new HashMap<>();
    private final TreeSet<BanReport> byEnd =
            new TreeSet<>(Comparator.comparing((BanReport made) -> made.ban().until())
                    .thenComparing(made -> made.ban().id()));

    /// @return the ban that had to make room
    Optional<BanReport> add(BanReport made) {
        if (byId.putIfAbsent(made.ban().id(), made) == null) {
            byEnd.add(made);
        }
        return byId.size() > Defence.MAX_BANS ? Optional.of(take(byEnd.first())) : Optional.empty();
    }

    /// @return it, if it was there
    Optional<BanReport> remove(String id) {
        return Optional.ofNullable(byId.get(id)).map(this::take);
    }

    /// Takes out those that are over.
    List<BanReport> over(Instant now) {
        List<BanReport> over = new ArrayList<>();
        while (!byEnd.isEmpty() && !byEnd.first().ban().until().isAfter(now)) {
            over.add(take(byEnd.first()));
        }
        return over;
    }

    List<BanReport> all() {
        return List.copyOf(byEnd);
    }

    private BanReport take(BanReport made) {
        byId.remove(made.ban().id());
        byEnd.remove(made);
        return made;
    }
}
