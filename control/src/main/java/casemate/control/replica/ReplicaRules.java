package casemate.control.replica;

import casemate.base.Refusal;
import casemate.control.instance.Instance;
import casemate.promise.Region;
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
    /// A standby as near as this loses nothing in a move in good order, and little in any other. Sites beyond the
    /// machine
    /// are written to every ten seconds and read as often, so that one which is fed is up to twenty behind.
    static final Duration NEAR = Duration.ofSeconds(30);
    /// How long a stopped host is asked for its last word about the log: its agent may have been killed meanwhile, and
    /// has
    /// to start, and to look at what the server left.
    static final Duration LAST_WORD = Duration.ofMinutes(2);
    /// How long a standby may take to become the instance while its former host could run it again.
    static final Duration PROMOTION = Duration.ofMinutes(30);

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

    /// Whether a host that has stopped the instance is to run it again: the standby does not get ready, or not with all
    /// that was acknowledged, and nobody said that it need not.
    static boolean givenUp(Replica replica, Instant now) {
        return switch (replica.state()) {
            case FENCING -> !replica.lossy() && longSince(replica, LAST_WORD, now);
            case PROMOTING -> longSince(replica, PROMOTION, now);
            case SEEDING, FOLLOWING, ALONE -> false;
        };
    }

    static boolean longSince(Replica replica, Duration wait, Instant now) {
        return replica.stopped().filter(at -> now.isAfter(at.plus(wait))).isPresent();
    }

    /// Whether a standby is farther behind than is promised. One that is made anew is as far as the one before was;
    /// near
    /// again is what has come half as near, so that one at the edge of it is not said again and again.
    static boolean far(Replica replica, Duration most, Instant now) {
        return switch (replica.state()) {
            case SEEDING, FOLLOWING ->
                replica.farthest(now)
                        .or(() -> replica.seed().at().map(at -> Duration.between(at, now)))
                        .map(lag -> lag.compareTo(replica.far() ? most.dividedBy(2) : most) > 0)
                        .orElse(replica.far());
            case FENCING, PROMOTING -> replica.far();
            case ALONE -> false;
        };
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

    /// A standby is a copy of all data: it rests where that may rest (INS-3).
    ///
    /// @throws Refusal `replica-region`
    static void mayRest(String host, Region region, boolean allowed) {
        if (!allowed) {
            throw Refusal.conflict(
                    "replica-region",
                    "The policy in force does not let this customer's data rest in " + region + ", where " + host
                            + " stands; choose a host in one of its regions.");
        }
    }

    static Refusal nowhere() {
        return Refusal.conflict(
                "replica-region",
                "No other host stands where the policy in force lets this customer's data rest; add one in such a region.");
    }

    static Refusal directoriesOnly() {
        return Refusal.conflict(
                "replica-site",
                "A standby on another machine gets its log by way of an SFTP or S3 site, and there is none: "
                        + "casemate site add NAME --region CODE --place sftp://user@host/path");
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
                    "The standby is more than 30 seconds behind; what is missing would be lost. Say --lossy to move anyway.");
        }
    }
}
