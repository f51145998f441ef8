package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
}
