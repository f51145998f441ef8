package casemate.edge;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Upstream ONE = new Upstream("127.0.0.1", 1);
    private static final Upstream TWO = new Upstream("127.0.0.1", 2);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private final Health health = new Health(now::get);

    @Test
    void one_that_cannot_be_reached_is_left_out_until_it_can() {
        health.unreachable(ONE);
        assertThat(health.standing(ONE)).isEqualTo(Health.Standing.OUT);
        assertThat(health.standing(TWO)).isEqualTo(Health.Standing.WELL);
        health.reached(ONE);
        assertThat(health.standing(ONE)).as("before its pause is over").isEqualTo(Health.Standing.OUT);
        assertThat(health.due()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(health.due()).containsExactly(ONE);
        health.reached(ONE);
        assertThat(health.allWell()).isTrue();
    }

    @Test
    void the_pauses_grow_up_to_a_bound() {
        for (long seconds : List.of(1, 2, 4, 8, 16, 32, 60, 60, 60)) {
            health.unreachable(ONE);
            health.unreachable(ONE);
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(health.due()).as("before %d s", seconds).isEmpty();
            pass(Duration.ofNanos(1));
            assertThat(health.due()).as("after %d s", seconds).containsExactly(ONE);
        }
    }

    @Test
    void a_single_broken_answer_is_forgiven_by_a_whole_one_and_three_in_a_row_are_not() {
        health.broke(ONE);
        health.broke(ONE);
        health.served(ONE);
        assertThat(health.allWell()).isTrue();
        breakThrice();
        assertThat(health.standing(ONE)).isEqualTo(Health.Standing.OUT);
        health.served(ONE);
        assertThat(health.standing(ONE)).as("an older request's answer").isEqualTo(Health.Standing.OUT);
    }

    @Test
    void one_that_broke_is_tried_by_one_request_at_a_time_before_it_is_used_again() {
        breakThrice();
        pass(Duration.ofSeconds(1));
        health.reached(ONE);
        assertThat(health.standing(ONE)).isEqualTo(Health.Standing.TRIAL);
        assertThat(health.tries(ONE, false)).as("not to be repeated").isFalse();
        assertThat(health.tries(ONE, true)).isTrue();
        assertThat(health.tries(ONE, true)).as("a second one").isFalse();
        assertThat(health.standing(ONE)).isEqualTo(Health.Standing.OUT);
        health.broke(ONE);
        pass(Duration.ofSeconds(1));
        assertThat(health.due()).as("the pause has grown").isEmpty();
        pass(Duration.ofSeconds(1));
        health.reached(ONE);
        assertThat(health.tries(ONE, true)).isTrue();
        health.served(ONE);
        assertThat(health.allWell()).isTrue();
    }

    @Test
    void a_trial_without_an_end_and_one_that_nobody_began_are_open_to_the_next_request() {
        breakThrice();
        pass(Duration.ofSeconds(1));
        health.reached(ONE);
        pass(Duration.ofSeconds(10));
        assertThat(health.tries(ONE, false)).as("nobody else came").isTrue();
        assertThat(health.tries(ONE, true)).isFalse();
        pass(Duration.ofSeconds(10));
        assertThat(health.tries(ONE, true)).isTrue();
    }

    @Test
    void what_is_no_replica_any_more_is_forgotten() {
        health.unreachable(ONE);
        health.unreachable(TWO);
        health.keepOnly(Set.of(TWO));
        assertThat(health.standing(ONE)).isEqualTo(Health.Standing.WELL);
        assertThat(health.standing(TWO)).isEqualTo(Health.Standing.OUT);
    }

    @Test
    void a_choice_falls_on_the_least_busy_that_is_well_and_on_any_when_none_is() {
        Choice choice = new Choice(health, true);
        List<Upstream> both = List.of(ONE, TWO);
        for (int i = 0; i < 4; i++) {
            assertThat(choice.of(both, one -> one.equals(ONE) ? 3 : 1, null, true))
                    .isEqualTo(TWO);
            assertThat(choice.of(both, _ -> 0, TWO, true)).as("avoided").isEqualTo(ONE);
        }
        Upstream first = choice.of(both, _ -> 0, null, true);
        assertThat(choice.of(both, _ -> 0, null, true)).as("equals take turns").isNotEqualTo(first);
        health.unreachable(TWO);
        assertThat(choice.of(both, one -> one.equals(ONE) ? 3 : 1, null, true)).isEqualTo(ONE);
        health.unreachable(ONE);
        assertThat(choice.of(both, _ -> 0, ONE, true)).isEqualTo(TWO);
        assertThat(new Choice(health, false).of(both, _ -> 0, ONE, true)).isEqualTo(ONE);
    }

    private void breakThrice() {
        for (int i = 0; i < 3; i++) {
            health.broke(ONE);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
