package casemate.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrailTest {
    @Test
    void what_was_handed_out_stays_as_it_was() {
        Trail early = Trail.empty(100).with(3).with(5);
        Trail later = early.with(8).with(9);

        assertThat(early.before(Long.MAX_VALUE, 10)).containsExactly(5L, 3L);
        assertThat(later.before(Long.MAX_VALUE, 10)).containsExactly(9L, 8L, 5L, 3L);
    }

    @Test
    void pages_lead_back_to_the_beginning() {
        Trail trail = Trail.empty(100);
        for (int i = 0; i < 60; i++) {
            trail = trail.with(2L * i);
        }

        assertThat(trail.before(Long.MAX_VALUE, 2)).containsExactly(118L, 116L);
        assertThat(trail.before(116, 2)).containsExactly(114L, 112L);
        assertThat(trail.before(115, 1)).containsExactly(114L);
        assertThat(trail.before(0, 2)).isEmpty();
    }

    @Test
    void past_its_bound_it_lets_the_older_half_go() {
        Trail trail = Trail.empty(32);
        for (int i = 0; i < 33; i++) {
            trail = trail.with(i);
        }

        assertThat(trail.size()).isEqualTo(17);
        assertThat(trail.before(Long.MAX_VALUE, 100))
                .hasSize(17)
                .startsWith(32L)
                .endsWith(16L);
    }
}
