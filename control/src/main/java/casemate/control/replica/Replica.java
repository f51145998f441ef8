package casemate.control.replica;

import casemate.base.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// An instance with a standby on another host.
///
/// @param home the host to go back to
/// @param epoch of the reign of the primary host
/// @param moving whether it moves as soon as the standby is near
/// @param lossy whether somebody accepts that what the standby has not got is lost
/// @param site by way of which the log goes
/// @param lineage of that log; empty before the primary has told
/// @param seed the backup that the standby is made of; empty before it is ordered
/// @param chunks how many pieces of the log the primary left; 0 when it did not say
/// @param leasedUntil no lease that was given out holds longer
/// @param fencedFrom when the move was asked for
/// @param fence the version of the primary's orders that stop it
/// @param stopped when the primary said that it had
/// @param replayed what was committed before this is at the standby
/// @param files what changed among the instance's files before this is at the standby
/// @param told when the standby's host last spoke
/// @param far whether it is farther behind than the policy promises, as was said
/// @param moved when it moved last
public record Replica(
        InstanceId instance,
        String home,
        String primary,
        String standby,
        long epoch,
        State state,
        boolean moving,
        boolean lossy,
        String site,
        String lineage,
        Seed seed,
        long chunks,
        Instant leasedUntil,
        Optional<Instant> fencedFrom,
        long fence,
        Optional<Instant> stopped,
        Optional<Instant> replayed,
        Optional<Instant> files,
        Optional<Instant> told,
        String detail,
        boolean far,
        Optional<Instant> moved) {
    /// Each is written down before what it names is begun.
    public enum State {
        /// A backup is made for the standby.
        SEEDING,
        FOLLOWING,
        /// The primary is being stopped, or waited out.
        FENCING,
        /// The primary is stopped; the standby becomes the instance.
        PROMOTING,
        /// It has moved, or its standby was ended; it has none.
        ALONE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /// @param backup its id; empty before it is ordered
    /// @param copy the archive's name at the site; empty before it is made
    /// @param at when it was ordered
    public record Seed(String backup, String copy, Optional<Instant> at, String manifest) {
        static final Seed NONE = new Seed("", "", Optional.empty(), "");
    }

    /// One that begins, or begins anew because its line broke off; what there was of it is as far behind as it was.
    Replica seeding(String why) {
        return new Replica(
                instance,
                home,
                primary,
                standby,
                epoch,
                State.SEEDING,
                moving,
                false,
                site,
                "",
                Seed.NONE,
                0,
                leasedUntil,
                Optional.empty(),
                0,
                Optional.empty(),
                replayed,
                files,
                Optional.empty(),
                why,
                far,
                moved);
    }

    /// Its line of the log, and a seed to be made after it began.
    Replica on(String line) {
        return with(state, moving, lossy, line, seed, chunks, leasedUntil, fencedFrom, fence, stopped);
    }

    Replica with(Seed other) {
        return with(state, moving, lossy, lineage, other, chunks, leasedUntil, fencedFrom, fence, stopped);
    }

    /// Nothing is known yet of how far the one that is made of this seed is.
    Replica following() {
        return with(State.FOLLOWING, moving, false, lineage, seed, chunks, leasedUntil, fencedFrom, fence, stopped)
                .heard(Optional.empty(), Optional.empty(), Optional.empty(), "", far);
    }

    Replica leased(Instant until) {
        return with(
                state,
                moving,
                lossy,
                lineage,
                seed,
                chunks,
                until.isAfter(leasedUntil) ? until : leasedUntil,
                fencedFrom,
                fence,
                stopped);
    }

    /// @param lease the last one, or none where somebody vouches that the host is off
    /// @param lossily whether it moves even if the end of the log does not arrive
    Replica fencing(Instant now, long orders, Instant lease, boolean lossily) {
        return with(State.FENCING, false, lossily, lineage, seed, 0, lease, Optional.of(now), orders, Optional.empty());
    }

    Replica stopped(Instant now) {
        return with(state, moving, lossy, lineage, seed, chunks, leasedUntil, fencedFrom, fence, Optional.of(now));
    }

    Replica promoting(long left) {
        return with(State.PROMOTING, false, lossy, lineage, seed, left, leasedUntil, fencedFrom, fence, stopped);
    }

    /// A move that was given up: the primary runs it again, in another reign, so that whatever the standby was told
    /// counts no more.
    ///
    /// @param whole whether the standby is good for another move; otherwise it is made anew
    Replica back(boolean whole, String why) {
        Replica next = new Replica(
                instance,
                home,
                primary,
                standby,
                epoch + 1,
                State.FOLLOWING,
                false,
                false,
                site,
                lineage,
                seed,
                0,
                leasedUntil,
                Optional.empty(),
                0,
                Optional.empty(),
                replayed,
                files,
                told,
                why,
                far,
                moved);
        return whole ? next : next.seeding(why);
    }

    private Replica with(
            State newState,
            boolean newMoving,
            boolean newLossy,
            String newLineage,
            Seed newSeed,
            long newChunks,
            Instant newLeased,
            Optional<Instant> newFencedFrom,
            long newFence,
            Optional<Instant> newStopped) {
        return new Replica(
                instance,
                home,
                primary,
                standby,
                epoch,
                newState,
                newMoving,
                newLossy,
                site,
                newLineage,
                newSeed,
                newChunks,
                newLeased,
                newFencedFrom,
                newFence,
                newStopped,
                replayed,
                files,
                told,
                detail,
                far,
                moved);
    }

    /// What the standby's host said.
    Replica heard(Optional<Instant> reached, Optional<Instant> laid, Instant now, String why) {
        return heard(reached, laid, Optional.of(now), why, far);
    }

    /// What was said of how far it is.
    Replica said(boolean nowFar) {
        return heard(replayed, files, told, detail, nowFar);
    }

    private Replica heard(
            Optional<Instant> reached, Optional<Instant> laid, Optional<Instant> when, String why, boolean nowFar) {
        return new Replica(
                instance,
                home,
                primary,
                standby,
                epoch,
                state,
                moving,
                lossy,
                site,
                lineage,
                seed,
                chunks,
                leasedUntil,
                fencedFrom,
                fence,
                stopped,
                reached,
                laid,
                when,
                why,
                nowFar,
                moved);
    }

    /// The next reign: the standby's host is the primary one, and nobody stands by.
    Replica moved(Instant now) {
        String runs = standby;
        String left = primary;
        return new Replica(
                instance,
                home,
                runs,
                left,
                epoch + 1,
                State.ALONE,
                false,
                false,
                site,
                "",
                Seed.NONE,
                0,
                Instant.EPOCH,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                Optional.of(now));
    }

    /// It runs on where it is, under leases as before, and is followed by nobody.
    Replica alone() {
        return with(State.ALONE, false, false, "", Seed.NONE, 0, leasedUntil, Optional.empty(), 0, Optional.empty())
                .heard(Optional.empty(), Optional.empty(), Optional.empty(), "", false);
    }

    /// To be followed by the host that had it before, or by another.
    Replica toward(String host, String by, boolean andMove) {
        return new Replica(
                instance,
                home,
                primary,
                host,
                epoch,
                State.SEEDING,
                andMove,
                false,
                by,
                "",
                Seed.NONE,
                0,
                leasedUntil,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                moved);
    }

    /// How far the standby's database is behind; empty before it has replayed anything.
    public Optional<Duration> behind(Instant now) {
        return replayed.map(at -> since(at, now));
    }

    /// How far its files are; empty before anything was said of them.
    public Optional<Duration> filesBehind(Instant now) {
        return files.map(at -> since(at, now));
    }

    /// The farther of both; empty as long as one of them is not known.
    Optional<Duration> farthest(Instant now) {
        return behind(now)
                .flatMap(database -> filesBehind(now).map(laid -> laid.compareTo(database) > 0 ? laid : database));
    }

    private static Duration since(Instant at, Instant now) {
        Duration lag = Duration.between(at, now);
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
