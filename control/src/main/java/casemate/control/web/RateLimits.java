package casemate.control.web;

import casemate.base.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts what strangers may do often only with ill intent. In memory: what must survive a restart is counted in the
/// database by its own room.
public final class RateLimits {
    /// As many subjects as are remembered; the least recently seen is forgotten first. About 10 MB at most.
    private static final int MAX_SUBJECTS = 50_000;

    /// So many acts within so long.
    public record Limit(String name, int acts, Duration within) {}

    private record Subject(String limit, String who) {}

    private record Window(Instant start, int acts) {}

    private final Clock clock;
    private final Map<Subject, Window> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Window> eldest) {
            return size() > MAX_SUBJECTS;
        }
    };

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /// Counts one act.
    ///
    /// @throws Refusal when there were too many
    public void count(Limit limit, String who) {
        if (!within(limit, who)) {
            throw new Refusal(
                    Refusal.Kind.TOO_MANY, "too-often", "That was too often; wait a few minutes and try again.");
        }
    }

    /// Counts one act, and says whether it is within the limit.
    public boolean within(Limit limit, String who) {
        return acts(limit, who) <= limit.acts();
    }

    /// What is left after an act.
    ///
    /// @param until the allowance is whole again
    /// @param over whether the act was one too many
    public record Left(int acts, Duration until, boolean over) {}

    /// Counts one act, and says what is left.
    public Left spend(Limit limit, String who) {
        Window window = window(limit, who);
        Duration until = Duration.between(clock.instant(), window.start().plus(limit.within()));
        return new Left(
                Math.max(0, limit.acts() - window.acts()),
                until.isNegative() ? Duration.ZERO : until.plusMillis(999).truncatedTo(ChronoUnit.SECONDS),
                window.acts() > limit.acts());
    }

    private int acts(Limit limit, String who) {
        return window(limit, who).acts();
    }

    private synchronized Window window(Limit limit, String who) {
        Instant now = clock.instant();
        return windows.merge(
                new Subject(limit.name(), who),
                new Window(now, 1),
                (old, first) -> old.start().plus(limit.within()).isAfter(now)
                        ? new Window(old.start(), old.acts() + 1)
                        : first);
    }
}
