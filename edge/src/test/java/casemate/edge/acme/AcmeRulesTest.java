package casemate.edge.acme;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcmeRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Random chance = new Random(7);

    @Test
    void tries_come_later_and_later_and_never_more_than_eighteen_hours_apart() {
        Duration before = Duration.ZERO;
        for (int failures = 1; failures < 8; failures++) {
            Duration pause = AcmeRules.pause(failures, true, chance);
            assertThat(pause).isGreaterThan(before.dividedBy(2)).isLessThanOrEqualTo(Duration.ofHours(18));
            before = pause;
        }
        assertThat(AcmeRules.pause(1, true, chance)).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(8));
        assertThat(AcmeRules.pause(1_000_000, true, chance)).isBetween(Duration.ofHours(12), Duration.ofHours(18));
        assertThat(AcmeRules.pause(1, false, chance)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void a_renewal_falls_into_the_authoritys_window_but_never_after_a_third_is_left() {
        var window = new AcmeRules.Window(NOW, NOW.plus(Duration.ofDays(2)));
        for (int i = 0; i < 100; i++) {
            assertThat(AcmeRules.renewal(window, NOW.plus(Duration.ofDays(30)), chance))
                    .isBetween(window.start(), window.end());
        }
        assertThat(AcmeRules.renewal(window, NOW.minusSeconds(1), chance)).isEqualTo(NOW.minusSeconds(1));
    }

    @Test
    void orders_are_no_more_than_an_authority_counts() {
        Pace pace = new Pace();
        int taken = 0;
        for (int second = 0; second < 10_800; second++) {
            taken += pace.take(NOW.plusSeconds(second)) ? 1 : 0;
        }
        assertThat(taken).isBetween(200, 300);
    }

    @Test
    void a_customers_domain_must_lead_here_and_only_here() throws UnknownHostException {
        InetAddress ours = InetAddress.ofLiteral("192.0.2.1");
        InetAddress other = InetAddress.ofLiteral("192.0.2.2");
        AddressCheck check = new AddressCheck(Set.of(ours));
        assertThat(check.fault("a.example", _ -> new InetAddress[] {ours})).isEmpty();
        assertThat(check.fault("a.example", _ -> new InetAddress[] {ours, other})
                        .orElseThrow())
                .contains("leads elsewhere");
        assertThat(check.fault("a.example", host -> {
                            throw new UnknownHostException(host);
                        })
                        .orElseThrow())
                .contains("no DNS entry");
        assertThat(new AddressCheck(Set.of()).fault("a.example", _ -> new InetAddress[] {other}))
                .isEmpty();
    }
}
