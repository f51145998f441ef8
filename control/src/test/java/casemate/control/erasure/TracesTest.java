package casemate.control.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final Instant END = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Test
    void without_an_erasure_nothing_is_written_anew() {
        assertThat(Traces.due(Optional.empty(), Instant.EPOCH, END)).isFalse();
    }

    @Test
    void it_is_cleared_after_the_erasure_and_each_day_until_the_letter_has_gone_too() {
        assertThat(due(Instant.EPOCH, END)).isTrue();
        // An erasure that ended while the last clearing went on counts as after it.
        assertThat(due(END, END)).isTrue();
        Instant cleared = END.plusSeconds(1);
        assertThat(due(cleared, cleared.plus(DAY).minusSeconds(1))).isFalse();
        assertThat(due(cleared, cleared.plus(DAY))).isTrue();
        Instant last = END.plus(DAY.multipliedBy(32));
        assertThat(due(last.minusSeconds(1), last.plus(DAY))).isTrue();
        assertThat(due(last, last.plus(DAY))).isFalse();
    }

    @Test
    void a_house_that_was_down_meanwhile_clears_when_it_is_back_and_not_for_ever() {
        assertThat(due(Instant.EPOCH, END.plus(DAY.multipliedBy(200)))).isTrue();
        assertThat(due(Instant.EPOCH, END.plus(DAY.multipliedBy(367)))).isFalse();
    }

    private static boolean due(Instant cleared, Instant now) {
        return Traces.due(Optional.of(END), cleared, now);
    }
}
