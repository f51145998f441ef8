package casemate.agent.backup;

import casemate.agent.backup.BackupEngine.Kept;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Which copies a prune may remove. Never the newest: an instance whose backups fail must not lose the last one. And of
/// what is too old, one week at a time: a clock that leaps forward by a year makes every copy too old at once, and
/// there
/// are days to notice before the last of them is gone. Daily backups need one day of it.
final class Retention {
    static final Duration AT_ONCE = Duration.ofDays(7);

    private Retention() {}

    /// @param all oldest first
    static List<Kept> tooOld(List<Kept> all, Instant keepFrom) {
        if (all.isEmpty()) {
            return List.of();
        }
        Instant reach = all.getFirst().at().plus(AT_ONCE);
        Instant limit = reach.isBefore(keepFrom) ? reach : keepFrom;
        return all.subList(0, all.size() - 1).stream()
                .filter(each -> each.at().isBefore(limit))
                .toList();
    }
}
