package casemate.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LabClockTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Clock real = Clock.fixed(NOW, ZoneOffset.UTC);
    private final LabClock lab = LabClock.ahead(real, Duration.ofDays(31));

    @Test
    void it_is_ahead_and_knows_the_real_one() {
        assertThat(lab.instant()).isEqualTo("2026-12-23T12:00:00Z");
        assertThat(lab.millis()).isEqualTo(lab.instant().toEpochMilli());
        assertThat(LabClock.real(lab)).isSameAs(real);
        assertThat(LabClock.real(real)).isSameAs(real);
        assertThat(LabClock.laboratory(lab)).contains(lab.instant());
        assertThat(LabClock.laboratory(real)).isEmpty();
        Clock elsewhere = lab.withZone(ZoneId.of("Europe/Warsaw"));
        assertThat(elsewhere.instant()).isEqualTo(lab.instant());
        assertThat(LabClock.laboratory(elsewhere)).isPresent();
    }

    @Test
    void it_is_never_behind() {
        assertThatThrownBy(() -> LabClock.ahead(real, Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_ledger_says_by_its_name_that_it_is_a_laboratorys() {
        assertThat(LabClock.marks(LabClock.mark("trust.casemate.localhost/ledger")))
                .isTrue();
        assertThat(LabClock.marks(LabClock.name(lab, "trust.casemate.localhost/ledger")))
                .isTrue();
        assertThat(LabClock.name(real, "trust.casemate.localhost/ledger")).isEqualTo("trust.casemate.localhost/ledger");
        assertThat(LabClock.marks("trust.casemate.localhost/ledger")).isFalse();
    }
}
