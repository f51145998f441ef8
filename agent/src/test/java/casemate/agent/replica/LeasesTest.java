package casemate.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.wire.ReplicaOrders.Lease;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who may run an instance that has a standby elsewhere.
class LeasesTest {
    private static final Duration LENGTH = Duration.ofSeconds(30);

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(10).toNanos();
    private final Leases leases = new Leases(() -> now, () -> nanos);
    private final InstanceId instance = new Ids(Clock.systemUTC(), new SecureRandom()).instance();

    @Test
    void whoever_starts_anew_has_no_lease_and_needs_none_without_a_standby() {
        assertThat(leases.holds(instance, 1)).isFalse();
        assertThat(leases.holds(instance, 0)).isTrue();
    }

    @Test
    void a_lease_is_of_one_epoch_and_counts_from_before_control_was_asked() {
        Leases.Asked asked = leases.asking();
        pass(Duration.ofSeconds(10));
        leases.renew(List.of(new Lease(instance, 2)), asked, LENGTH);
        assertThat(leases.holds(instance, 2)).isTrue();
        assertThat(leases.holds(instance, 1)).as("an older order").isFalse();
        assertThat(leases.holds(instance, 3)).isFalse();
        pass(Duration.ofSeconds(19));
        assertThat(leases.holds(instance, 2)).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(leases.holds(instance, 2)).isFalse();
    }

    @Test
    void it_runs_out_by_either_clock_whatever_the_other_says() {
        leases.renew(List.of(new Lease(instance, 1)), leases.asking(), LENGTH);
        nanos += LENGTH.toNanos();
        assertThat(leases.holds(instance, 1)).as("the wall's clock stood still").isFalse();

        leases.renew(List.of(new Lease(instance, 1)), leases.asking(), LENGTH);
        now = now.plus(LENGTH);
        assertThat(leases.holds(instance, 1)).as("the machine slept").isFalse();
    }

    @Test
    void one_that_is_named_no_more_runs_out_and_is_not_prolonged_by_others() {
        leases.renew(List.of(new Lease(instance, 1)), leases.asking(), LENGTH);
        pass(Duration.ofSeconds(20));
        leases.renew(List.of(), leases.asking(), LENGTH);
        assertThat(leases.holds(instance, 1)).isTrue();
        pass(Duration.ofSeconds(10));
        assertThat(leases.holds(instance, 1)).isFalse();
    }

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }
}
