package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
    @Test
    void ids_tell_their_kind_and_sort_by_time() {
        Ids early = new Ids(Clock.fixed(Instant.ofEpochMilli(1), ZoneOffset.UTC), new SecureRandom());
        Ids late = new Ids(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), new SecureRandom());
        assertThat(early.instance().value())
                .startsWith("ins_")
                .isLessThan(late.instance().value());
        assertThatThrownBy(() -> new CustomerId(late.instance().value())).isInstanceOf(Refusal.class);
    }

    @Test
    void ids_sort_as_they_were_made_also_within_a_millisecond_and_when_the_clock_goes_back() {
        AtomicLong time = new AtomicLong(1_000_000);
        Ids ids = new Ids(clock(time), new SecureRandom());
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            if (i == 200_000) {
                time.set(1_000);
            }
            made.add(ids.make("row"));
        }
        time.set(2_000_000);
        made.add(ids.make("row"));
        assertThat(made).doesNotHaveDuplicates().isSorted();
        assertThat(made).allSatisfy(id -> Ids.check("row", id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"portal", "a", "-ab", "ab-", "a--b", "Ümlaut", "a.b", "a b", "1abc", ""})
    void a_slug_that_is_malformed_or_reserved_is_refused(String typed) {
        assertThatThrownBy(() -> Slug.parse(typed)).isInstanceOf(Refusal.class);
    }

    @Test
    void a_slug_forgives_blanks_and_capitals() {
        assertThat(Slug.parse("  Acme-2 ")).isEqualTo(new Slug("acme-2"));
    }

    @Test
    void a_secret_does_not_print_itself() {
        Secret secret = Secret.of("hunter2");
        assertThat(secret.toString()).doesNotContain("hunter2");
        assertThat(secret).isEqualTo(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
        secret.close();
        assertThat(secret.reveal()).containsOnly(0);
    }

    @Test
    void a_refusal_is_one_line() {
        assertThat(Refusal.invalid("x", "a\nb").text()).isEqualTo("a b");
    }

    private static Clock clock(AtomicLong millis) {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis.get());
            }
        };
    }
}
