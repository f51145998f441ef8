package casemate.control.instance;

import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import java.util.Locale;
import java.util.Optional;

/// The one word that people read about an instance: what is wanted of it, put together with what the agent sees.
public enum InstanceState {
    /// Asked for; no agent has taken it up yet.
    WANTED,
    /// On its way: volume, database or application are being made ready.
    STARTING,
    /// It answers.
    RUNNING,
    /// It answered before and does not now; the agent is at work on it.
    UNHEALTHY,
    /// It cannot be started; the agent tries again after its backoff.
    FAILED,
    /// Held back by the vendor; the data is kept.
    SUSPENDED,
    /// Stopped by its owner; the data is kept.
    STOPPED,
    /// Erasure is ordered; the agent has not confirmed it yet.
    ERASING,
    /// Gone for ever.
    ERASED;

    /// @param seen what the agent reported last; empty before its first word
    static InstanceState of(Wanted wanted, Optional<Phase> seen) {
        return switch (wanted) {
            case RUNNING -> seen.map(InstanceState::whenWanted).orElse(WANTED);
            case SUSPENDED -> SUSPENDED;
            case STOPPED -> STOPPED;
            case ERASED -> seen.filter(phase -> phase == Phase.ERASED).isPresent() ? ERASED : ERASING;
        };
    }

    private static InstanceState whenWanted(Phase phase) {
        return switch (phase) {
            case PREPARING, STARTING, STOPPED -> STARTING;
            case RUNNING -> RUNNING;
            case UNHEALTHY -> UNHEALTHY;
            // An agent that says so of a wanted instance has lost its volume: a person must look.
            case FAILED, ERASED -> FAILED;
        };
    }

    /// The stable lower-case word of the API and of the message keys.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether waiting a little is expected to change it.
    public boolean moving() {
        return switch (this) {
            case WANTED, STARTING, UNHEALTHY, ERASING -> true;
            case RUNNING, FAILED, SUSPENDED, STOPPED, ERASED -> false;
        };
    }
}
