package casemate.control.policy;

import casemate.promise.PromiseId;
import java.util.Set;

/// What this room is told from outside.
///
/// @param switchedOff controls that are off, in a lab only
public record PolicySettings(Set<PromiseId> switchedOff) {
    public PolicySettings {
        switchedOff = Set.copyOf(switchedOff);
    }
}
