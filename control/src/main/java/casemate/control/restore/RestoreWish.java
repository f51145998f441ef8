package casemate.control.restore;

import java.time.Instant;
import java.util.Optional;

/// From what to restore.
///
/// @param backup its id; empty for the newest that is whole
/// @param engine a technology; empty for any
/// @param site the same
/// @param at a moment, which takes the place of the backup; empty for the backup as it is
record RestoreWish(String backup, String engine, String site, Optional<Instant> at) {
    static RestoreWish of(String backup) {
        return new RestoreWish(backup, "", "", Optional.empty());
    }

    static RestoreWish of(Instant at) {
        return new RestoreWish("", "", "", Optional.of(at));
    }
}
