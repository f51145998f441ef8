package casemate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {
    @Test
    void it_looks_again_until_the_condition_holds() {
        AtomicInteger looks = new AtomicInteger();
        Eventually.until("three looks", Duration.ofSeconds(5), () -> looks.incrementAndGet() == 3);
        assertThat(looks).hasValue(3);
    }

    @Test
    void it_gives_up_at_the_limit_and_says_what_was_awaited_and_what_was_met() {
        assertThatThrownBy(() -> Eventually.until("the moon", Duration.ofMillis(20), () -> {
                    throw new IllegalStateException("cloudy");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the moon did not happen within PT0.02S")
                .hasRootCauseMessage("cloudy");
    }

    @Test
    void a_clock_moves_only_when_told() {
        TestClock clock = TestClock.at("2026-01-01T00:00:00Z");
        clock.advance(Duration.ofDays(30));
        assertThat(clock.instant()).hasToString("2026-01-31T00:00:00Z");
    }
}
