package casemate.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.promise.Cadence;
import casemate.promise.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DrillRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void runsSpreadOutButAreNeverLate() {
        Cadence daily = new Cadence(Duration.ofDays(1), Duration.ofDays(2));
        Random chance = new Random(3);
        for (int i = 0; i < 100; i++) {
            assertThat(DrillRules.next(NOW, daily, chance))
                    .isBetween(NOW.plus(Duration.ofMinutes(1_296)), NOW.plus(Duration.ofDays(1)));
        }
    }

    @Test
    void aGreenGoesStaleAndARedDoesNot() {
        Instant fresh = NOW.plusSeconds(60);
        assertThat(DrillRules.standing(State.KEPT, fresh, NOW)).isEqualTo(State.KEPT);
        assertThat(DrillRules.standing(State.KEPT, fresh, fresh.plusMillis(1))).isEqualTo(State.UNPROVED);
        assertThat(DrillRules.standing(State.BROKEN, fresh, fresh.plusSeconds(1)))
                .isEqualTo(State.BROKEN);
    }
}
