package casemate.control.ward;

import casemate.wire.Caps;
import casemate.wire.Shield.Mode;
import java.time.Instant;
import java.util.Optional;

/// How one instance is protected, without the exclusions.
///
/// @param change who set mode and level last; empty while they are the usual
public record Settings(Mode mode, int paranoia, Optional<Change> change, boolean underAttack, Caps caps) {
    static final Settings USUAL = new Settings(Mode.BLOCK, 1, Optional.empty(), false, Caps.USUAL);

    /// @param why empty when nothing was lowered
    public record Change(String by, Instant at, String why) {}
}
