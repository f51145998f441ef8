package casemate.edge;

import casemate.wire.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What is known against replicas, shared by all event loops. One that is well is not even mentioned here, so
/// that in good times a request asks one empty map.
///
/// A replica that cannot be reached, or breaks off several answers in a row, is left out for a while, each time
/// longer. Then [HealthChecks] has to reach it, and one request at a time tries whether it answers (half-open).
final class Health {
    /// Answers broken off in a row: one may be the request's own fault.
    private static final int STRIKES = 3;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    /// Doubling past the longest pause changes nothing.
    private static final int MOST_DOUBLINGS = 6;
    /// A trial that nobody tells the end of, because its visitor left.
    private static final Duration TRIAL = Duration.ofSeconds(10);

    /// How much a replica may be given.
    enum Standing {
        WELL,
        /// One request may try it.
        TRIAL,
        OUT
    }

    private enum State {
        /// Some strikes, still used.
        SUSPECTED,
        /// Left out until its time.
        OUT,
        /// Reached again, waits for somebody to try it; until the time only for a request that may be repeated.
        REACHED,
        /// Somebody does, until the time at most.
        TRIED
    }

    /// @param pauses how often it was left out in this trouble
    /// @param reachedCures whether it was only unreachable, so that reaching it says enough
    private record Trouble(State state, int strikes, int pauses, long until, boolean reachedCures) {}

    private final Map<Upstream, Trouble> troubled = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /// @param nanos as [System#nanoTime]
    Health(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// Nothing is held against anybody.
    boolean allWell() {
        return troubled.isEmpty();
    }

    Standing standing(Upstream upstream) {
        Trouble trouble = troubled.get(upstream);
        if (trouble == null) {
            return Standing.WELL;
        }
        return switch (trouble.state) {
            case SUSPECTED -> Standing.WELL;
            case OUT -> Standing.OUT;
            case REACHED -> Standing.TRIAL;
            case TRIED -> passed(trouble.until) ? Standing.TRIAL : Standing.OUT;
        };
    }

    /// Takes the one place of a trial. Whoever gets it sends its request there.
    ///
    /// @param repeatable whether the request may be sent elsewhere if this fails; another goes only when none came
    boolean tries(Upstream upstream, boolean repeatable) {
        Trouble before = troubled.get(upstream);
        return before != null
                && standing(upstream) == Standing.TRIAL
                && (repeatable || passed(before.until))
                && troubled.replace(
                        upstream, before, new Trouble(State.TRIED, before.strikes, before.pauses, in(TRIAL), false));
    }

    /// No connection could be made: that says enough.
    void unreachable(Upstream upstream) {
        troubled.compute(
                upstream,
                (_, before) -> before != null && before.state == State.OUT && !passed(before.until)
                        ? before
                        : out(before, before == null || before.reachedCures));
    }

    /// An answer broke off, made no sense, or never came.
    void broke(Upstream upstream) {
        troubled.compute(upstream, (_, before) -> {
            if (before != null && before.state == State.OUT) {
                return before;
            }
            int strikes = before == null ? 1 : before.strikes + 1;
            return strikes < STRIKES
                    ? new Trouble(State.SUSPECTED, strikes, before == null ? 0 : before.pauses, 0, true)
                    : out(new Trouble(State.SUSPECTED, strikes, before == null ? 0 : before.pauses, 0, false), false);
        });
    }

    private Trouble out(@org.jspecify.annotations.Nullable Trouble before, boolean reachedCures) {
        int pauses = before == null ? 0 : before.pauses;
        int strikes = before == null ? 0 : before.strikes;
        return new Trouble(State.OUT, strikes, pauses + 1, in(pause(pauses)), reachedCures);
    }

    static Duration pause(int before) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /// A whole answer came. One that was asked before the trouble began proves nothing about a replica that is
    /// left out.
    void served(Upstream upstream) {
        if (troubled.isEmpty()) {
            return;
        }
        troubled.computeIfPresent(upstream, (_, before) -> before.state == State.OUT ? before : null);
    }

    /// A connection could be made.
    void reached(Upstream upstream) {
        troubled.computeIfPresent(upstream, (_, before) -> {
            if (before.state != State.OUT || !passed(before.until)) {
                return before;
            }
            return before.reachedCures
                    ? null
                    : new Trouble(State.REACHED, before.strikes, before.pauses, in(TRIAL), false);
        });
    }

    /// Those whose pause is over and that somebody should try to reach.
    List<Upstream> due() {
        return troubled.entrySet().stream()
                .filter(one -> one.getValue().state == State.OUT && passed(one.getValue().until))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Forgets what is no replica any more; bounds what is kept.
    void keepOnly(Set<Upstream> replicas) {
        troubled.keySet().retainAll(replicas);
    }

    private long in(Duration wait) {
        return nanos.getAsLong() + wait.toNanos();
    }

    private boolean passed(long time) {
        return nanos.getAsLong() - time >= 0;
    }
}
