package casemate.trust;

import casemate.promise.Evidence;
import casemate.promise.State;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Gathers the outcomes about one promise as they come, in bounded memory. Used by one thread; what [#told()] hands out
/// never changes.
final class PromiseTrack {
    /// One page of history: more is read from the ledger when somebody asks.
    static final int RECENT = 25;
    /// Days in the strip at the head of the history.
    static final int DAYS = 90;
    /// Where outcomes lie is remembered for half a million runs of the drill: a year of one a minute, in 4 MB.
    private static final int MAX_TRAIL = 524_288;
    /// Drills times subjects with a newest outcome each; past it the one heard of longest ago is let go.
    private static final int MAX_LATEST = 4_096;

    private final Deque<Recorded> recent = new ArrayDeque<>();
    private final Deque<Recorded> reds = new ArrayDeque<>();
    private final LinkedHashMap<Source, Recorded> latest = new LinkedHashMap<>();
    private final TreeMap<LocalDate, State> days = new TreeMap<>();
    private Trail trail = Trail.empty(MAX_TRAIL);
    private @Nullable Instant lastKept;
    private @Nullable Instant lastBroken;
    private @Nullable Told told;

    private record Source(String drill, Optional<String> subject) {}

    void add(Recorded recorded) {
        Evidence evidence = recorded.evidence();
        told = null;
        trail = trail.with(recorded.index());
        push(recent, recorded);
        remember(new Source(evidence.drill(), evidence.subject()), recorded);
        day(evidence);
        switch (evidence.state()) {
            case KEPT -> lastKept = evidence.finished();
            case BROKEN -> {
                push(reds, recorded);
                lastBroken = evidence.finished();
            }
            case UNPROVED -> {
                // Says nothing about either.
            }
        }
    }

    Told told() {
        Told current = told;
        if (current == null) {
            current = new Told(
                    List.copyOf(latest.values()),
                    List.copyOf(recent),
                    List.copyOf(reds),
                    trail,
                    Map.copyOf(days),
                    Optional.ofNullable(lastKept),
                    Optional.ofNullable(lastBroken));
            told = current;
        }
        return current;
    }

    private static void push(Deque<Recorded> newestFirst, Recorded recorded) {
        newestFirst.addFirst(recorded);
        if (newestFirst.size() > RECENT) {
            newestFirst.removeLast();
        }
    }

    private void remember(Source source, Recorded recorded) {
        latest.remove(source);
        latest.put(source, recorded);
        if (latest.size() > MAX_LATEST) {
            latest.remove(latest.firstEntry().getKey());
        }
    }

    private void day(Evidence evidence) {
        LocalDate day = evidence.finished().atZone(ZoneOffset.UTC).toLocalDate();
        days.merge(day, evidence.state(), PromiseTrack::worse);
        while (days.size() > DAYS) {
            days.pollFirstEntry();
        }
    }

    /// Broken before kept before unproved: a run that showed nothing does not undo a proof of the same day, and nothing
    /// undoes a break.
    private static State worse(State a, State b) {
        if (a == State.BROKEN || b == State.BROKEN) {
            return State.BROKEN;
        }
        return a == State.KEPT || b == State.KEPT ? State.KEPT : State.UNPROVED;
    }
}
