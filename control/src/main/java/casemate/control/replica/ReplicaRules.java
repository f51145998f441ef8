package casemate.control.replica;

import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What follows from what is known of an instance and its standby. Pure.
final class ReplicaRules {
    /// How long an instance goes on without control; a host that falls silent is waited out as long.
    static final Duration LEASE = Duration.ofMinutes(5);
    /// Longer than a pod may take to end, when its lease has.
    static final Duration END = Duration.ofMinutes(2);
    /// A standby as near as this loses nothing in a move in good order, and little in any other.
    static final Duration NEAR = Duration.ofSeconds(10);
    /// How long a stopped host is asked for its last word about the log.
    static final Duration LAST_WORD = Duration.ofSeconds(20);

    private ReplicaRules() {}

    /// Whether nothing of the instance can run on its host any more.
    ///
    /// @param seen what its host said, working from these orders
    /// @param works the version of orders it works from
    static boolean fenced(Replica replica, Instance seen, long works, Instant now) {
        return stopped(replica, seen, works)
                || now.isAfter(replica.leasedUntil().plus(END));
    }

    /// A pod that waits for a lease says so: that is not yet the answer to the order to stop.
    static boolean stopped(Replica replica, Instance seen, long works) {
        return works >= replica.fence()
                && seen.seen().phase().equals(Optional.of(Phase.STOPPED))
                && seen.seen().detail().isEmpty();
    }

    static boolean near(Replica replica, Instant now) {
        return replica.behind(now).filter(lag -> lag.compareTo(NEAR) < 0).isPresent();
    }

    /// @throws Refusal `replica-not-running`, `replica-engine`
    static void canBegin(Instance instance, boolean standbys) {
        if (instance.wanted() != Wanted.RUNNING) {
            throw Refusal.conflict("replica-not-running", "Start the instance first; a standby follows one that runs.");
        }
        if (!standbys) {
            throw Refusal.conflict(
                    "replica-engine",
                    "The application " + instance.blueprint()
                            + " cannot be kept near on another host: its blueprint does not say how.");
        }
    }

    /// @throws Refusal `failover-state`, `failover-far`
    static void canMove(Replica replica, boolean anyway, Instant now) {
        if (replica.state() != Replica.State.FOLLOWING) {
            throw Refusal.conflict(
                    "failover-state",
                    "The instance cannot move now: its standby is "
                            + replica.state().word() + ".");
        }
        if (!anyway && !near(replica, now)) {
            throw Refusal.conflict(
                    "failover-far",
                    "The standby is more than 10 seconds behind; what is missing would be lost. Say --lossy to move anyway.");
        }
    }
}
