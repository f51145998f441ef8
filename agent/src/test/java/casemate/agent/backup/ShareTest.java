package casemate.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What is read on which day.
class ShareTest {
    private static final Instant NOW = Instant.parse("2026-11-23T23:59:59Z");

    @Test
    void four_weeks_of_days_read_everything_once() {
        Stream<String> names = IntStream.range(0, 500).mapToObj(i -> "20261101T030000Z-bak_" + i + ".tar.zst.aes.age");
        assertThat(names)
                .allSatisfy(name -> assertThat(IntStream.range(0, Share.DAYS)
                                .mapToObj(day -> Share.of(NOW.plus(Duration.ofDays(day))))
                                .filter(share -> share.has(name)))
                        .hasSize(1));
    }

    @Test
    void a_day_has_one_part_and_none_is_beyond_the_last() {
        assertThat(Share.of(NOW)).isEqualTo(Share.of(NOW.minus(Duration.ofHours(23))));
        assertThat(Share.of(NOW)).isNotEqualTo(Share.of(NOW.plusSeconds(1)));
        assertThatThrownBy(() -> new Share(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}
