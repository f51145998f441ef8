package casemate.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.agent.volume.Disk;
import casemate.base.LabClock;
import casemate.base.Refusal;
import casemate.control.Outside;
import casemate.control.account.Email;
import casemate.edge.TrustedProxies;
import casemate.ledger.LogSigner;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseClockTest {
    private static final String USUAL = "trust.casemate.localhost/ledger";

    @TempDir
    private Path data;

    @Test
    void a_house_lives_by_the_real_clock_and_keeps_it() throws Exception {
        assertThat(LabClock.laboratory(clock(""))).isEmpty();
        found(USUAL);
        assertThat(LabClock.laboratory(clock(""))).isEmpty();
        refused("lab-clock-late", "+1d");
        assertThat(Files.exists(data.resolve(HouseClock.FILE))).isFalse();
        // Nor does somebody make it a laboratory's by hand.
        Files.writeString(data.resolve(HouseClock.FILE), "PT24H");
        refused("lab-clock-late", "");
    }

    @Test
    void a_laboratory_goes_on_from_where_it_was_and_never_back() throws Exception {
        assertThat(ahead(clock("+0d"))).isZero();
        found(LabClock.mark(USUAL));
        assertThat(ahead(clock("+31d"))).isEqualTo(Duration.ofDays(31));
        assertThat(ahead(clock(""))).isEqualTo(Duration.ofDays(31));
        refused("lab-clock-back", "+743h");
        assertThat(ahead(clock("+744h"))).isEqualTo(Duration.ofDays(31));
        assertThat(ahead(clock("+45d"))).isEqualTo(Duration.ofDays(45));
        assertThat(ahead(HouseClock.beside(data))).isEqualTo(Duration.ofDays(45));
    }

    @Test
    void a_laboratory_without_its_file_or_with_another_does_not_start() throws Exception {
        clock("+31d");
        found(LabClock.mark(USUAL));
        for (String damaged : List.of("", "P-1D", "31 days", "P9999999D")) {
            Files.writeString(data.resolve(HouseClock.FILE), damaged);
            refused("lab-clock-damaged", "+40d");
        }
        Files.delete(data.resolve(HouseClock.FILE));
        refused("lab-clock-lost", "+40d");
    }

    @Test
    void it_is_for_this_machine_alone() {
        assertThatThrownBy(() -> settings("casemate.example", Optional.of(Duration.ofDays(1))))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("lab-clock-public"));
        assertThatThrownBy(() -> {
                    clock("+1d");
                    HouseClock.of(data, settings("casemate.example", Optional.empty()));
                })
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("lab-clock-public"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "31d", "-1d", "+d", "+1y", "+1.5d", "+99999999d", "+7306d", "P31D"})
    void other_words_are_refused(String typed) {
        assertThatThrownBy(() -> HouseClock.parse(typed))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("lab-clock-malformed"));
    }

    private void found(String origin) throws Exception {
        Files.createDirectories(data.resolve("keys"));
        LogSigner.generate(data.resolve("keys").resolve("ledger"), origin);
    }

    private Clock clock(String asked) throws Exception {
        return HouseClock.of(
                data,
                settings(
                        "casemate.localhost",
                        asked.isEmpty() ? Optional.empty() : Optional.of(HouseClock.parse(asked))));
    }

    private void refused(String code, String asked) {
        assertThatThrownBy(() -> clock(asked))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private static Duration ahead(Clock clock) {
        Duration ahead = Duration.between(LabClock.real(clock).instant(), clock.instant());
        // Between the two questions goes a moment.
        return Duration.ofMinutes((ahead.toSeconds() + 30) / 60);
    }

    private UpSettings settings(String domain, Optional<Duration> labClock) {
        return new UpSettings(
                data,
                data,
                domain,
                443,
                Set.of(),
                TrustedProxies.NONE,
                Optional.empty(),
                Email.parse("operator@" + domain),
                Optional.empty(),
                Outside.NOTHING,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                labClock,
                Disk.USUAL);
    }
}
