package casemate.control.ward;

import casemate.wire.Ban;
import java.time.Instant;
import java.util.Optional;

/// One ban as it is remembered, in force or over.
///
/// @param evidence one line: what it rests on
/// @param by who made it: an actor's label, or `edge:NAME`
public record KeptBan(Ban ban, String evidence, String by, Instant since, Optional<Lift> lifted) {
    /// A ban ended before its time.
    public record Lift(Instant at, String by, String why) {}

    public boolean inForce(Instant now) {
        return lifted.isEmpty() && ban.until().isAfter(now);
    }
}
