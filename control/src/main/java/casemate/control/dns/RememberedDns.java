package casemate.control.dns;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps answers for some minutes, and leaves DNS alone for a while when it did not answer: nobody should wait for what
/// is not there.
public final class RememberedDns implements Dns {
    private static final Duration KEPT = Duration.ofMinutes(5);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    /// Under a megabyte.
    private static final int MOST = 4_096;

    private record Question(String name, Type type) {}

    private record Known(Answer answer, Instant until) {}

    private final Dns behind;
    private final Clock clock;
    private Instant pausedUntil = Instant.MIN;
    private final Map<Question, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Known> eldest) {
            return size() > MOST;
        }
    };

    public RememberedDns(Dns behind, Clock clock) {
        this.behind = behind;
        this.clock = clock;
    }

    @Override
    public Answer ask(String name, Type type) {
        Question question = new Question(name, type);
        Instant now = clock.instant();
        synchronized (this) {
            Known before = known.get(question);
            if (before != null && before.until.isAfter(now)) {
                return before.answer;
            }
            if (pausedUntil.isAfter(now)) {
                return new Answer.Unknown();
            }
        }
        Answer answer = behind.ask(name, type);
        synchronized (this) {
            if (answer instanceof Answer.Unknown) {
                pausedUntil = clock.instant().plus(PAUSE);
            } else {
                known.put(question, new Known(answer, now.plus(KEPT)));
            }
        }
        return answer;
    }
}
