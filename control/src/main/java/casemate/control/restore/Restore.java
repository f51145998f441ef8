package casemate.control.restore;

import casemate.base.InstanceId;
import casemate.wire.RestoreStep;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// A restore, asked for or over.
///
/// @param instance whose data is replaced
/// @param source whose backup it is; another than the instance for a copy beside it
/// @param backup the id of that backup
/// @param engine the technology that was asked for; empty for any
/// @param site the same
/// @param before the backup of the present state; empty for a copy beside
/// @param step how far the agent is; empty before it began
/// @param used the copy that was restored: technology and site
/// @param detail why it failed; empty otherwise
/// @param at the moment to which it goes on from the backup; empty for the backup as it is
/// @param lineage the line of the database's log that leads there
public record Restore(
        String id,
        InstanceId instance,
        InstanceId source,
        String backup,
        String engine,
        String site,
        String before,
        State state,
        Optional<RestoreStep> step,
        String used,
        String detail,
        Instant asked,
        Optional<Instant> ended,
        Optional<Instant> at,
        String lineage) {
    /// How far it is with us.
    public enum State {
        /// For the backup of the present state, or for the new instance.
        WAITING,
        ORDERED,
        DONE,
        FAILED;

        /// The word of pages and programs.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean beside() {
        return !instance.equals(source);
    }

    /// What is being done, as pages and programs say it: a state, or the agent's step.
    public String doing() {
        if (state == State.WAITING) {
            return beside() ? "making" : "saving";
        }
        return state == State.ORDERED
                ? step.map(s -> s.name().toLowerCase(Locale.ROOT)).orElse("ordered")
                : state.word();
    }

    public boolean open() {
        return ended.isEmpty();
    }
}
