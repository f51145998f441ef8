package casemate.app.secret;

import casemate.base.Secret;
import java.util.Optional;

/// What the drill knocks at: the strongroom's own way of burning tokens, with nothing behind it but a word.
interface DeployDoor {
    /// A token that nobody has used.
    Secret token();

    /// @return whether it opened; empty when something else answered
    Optional<Boolean> opens(Secret token);

    /// Whether a refusal of it is among the alarms.
    boolean alarmed(Secret token);
}
