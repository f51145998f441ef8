package casemate.control.backup;

import casemate.base.InstanceId;
import casemate.base.Sha256;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When an instance is to be backed up: every day (or as often as the policy says) at a moment drawn from its id, so
/// that they do not all come at once; what was missed is caught up.
final class BackupRules {
    /// A failed backup is tried again after this.
    static final Duration RETRY = Duration.ofMinutes(30);

    private BackupRules() {}

    /// The last moment, now or before, at which the instance was due.
    static Instant lastDue(InstanceId instance, Duration every, Instant now) {
        long period = every.toSeconds();
        long offset = Math.floorMod(ByteBuffer.wrap(Sha256.of(instance.value())).getLong(), period);
        long since = Math.floorMod(now.getEpochSecond() - offset, period);
        return Instant.ofEpochSecond(now.getEpochSecond() - since);
    }

    /// @param created when the instance was
    /// @param last its newest backup of whatever outcome, of those that were ordered until now
    static boolean due(InstanceId instance, Instant created, Optional<Backup> last, Duration every, Instant now) {
        Instant due = lastDue(instance, every, now);
        // Made in a time that has not come, by a clock that was wrong, it is as old as anybody can say.
        if (created.isAfter(due) && !created.isAfter(now)) {
            return false;
        }
        if (last.isEmpty()) {
            return true;
        }
        Backup newest = last.get();
        if (newest.ended().isEmpty()) {
            return false;
        }
        return newest.done()
                ? newest.ordered().isBefore(due)
                : newest.ended().get().plus(RETRY).isBefore(now);
    }
}
