package casemate.app.secret;

import casemate.base.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// A start that waits for something outside, and says for what: at once, and then every minute.
public final class Waiting {
    static final Duration AGAIN = Duration.ofSeconds(2);
    private static final Duration SAY_AGAIN = Duration.ofMinutes(1);

    private final Clock clock;
    private final Consumer<String> tell;
    private final Instant end;
    private Instant sayAgain = Instant.MIN;
    private String said = "";

    /// @param longest after which the last failure is passed on
    Waiting(Duration longest, Clock clock, Consumer<String> tell) {
        this.clock = clock;
        this.tell = tell;
        this.end = clock.instant().plus(longest);
    }

    /// Does it again until it can be done.
    public static void forIt(Runnable act, Duration longest, Clock clock, Consumer<String> tell)
            throws InterruptedException {
        Waiting waiting = new Waiting(longest, clock, tell);
        while (true) {
            try {
                act.run();
                return;
            } catch (Unavailable e) {
                waiting.turn(e);
            }
        }
    }

    /// Says why, and waits a little.
    void turn(Unavailable why) throws InterruptedException {
        Instant now = clock.instant();
        if (now.isAfter(end)) {
            throw why;
        }
        String text = String.valueOf(why.getMessage());
        if (!text.equals(said) || now.isAfter(sayAgain)) {
            tell.accept("waiting: " + text);
            said = text;
            sayAgain = now.plus(SAY_AGAIN);
        }
        Thread.sleep(AGAIN);
    }
}
