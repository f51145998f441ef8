package casemate.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import casemate.promise.Cadence;
import casemate.promise.Finding;
import casemate.promise.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillRulesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Json.Obj MEASURED = Json.object().put("handshakes", 4).build();

    @ParameterizedTest
    @CsvSource({
        "KEPT,     BROKEN,   KEPT,     BROKEN",
        "BROKEN,   BROKEN,   BROKEN,   BROKEN",
        "UNPROVED, BROKEN,   UNPROVED, BROKEN",
        // A drill that cannot fail is itself broken.
        "KEPT,     KEPT,     BROKEN,   KEPT",
        "UNPROVED, KEPT,     BROKEN,   KEPT",
        "BROKEN,   KEPT,     BROKEN,   KEPT",
        // Without its twin a green proves nothing; a red needs no twin.
        "KEPT,     UNPROVED, UNPROVED, UNPROVED",
        "BROKEN,   UNPROVED, BROKEN,   UNPROVED",
        "UNPROVED, UNPROVED, UNPROVED, UNPROVED",
    })
    void aRunProvesWhatBothAttacksFound(State real, State twin, State proved, State recordedTwin) {
        DrillRules.Verdict verdict = DrillRules.judge(finding(real), finding(twin));
        assertThat(verdict.state()).isEqualTo(proved);
        assertThat(verdict.twin()).isEqualTo(recordedTwin);
        assertThat(verdict.why().isEmpty()).isEqualTo(proved == State.KEPT);
    }

    @Test
    void whatADrillSaysBecomesOneBoundedLine() {
        Finding chatty = new Finding.Broken(MEASURED, "line one\nline two\u0000 " + "x".repeat(2_000));
        String why = DrillRules.judge(chatty, finding(State.BROKEN)).why();
        assertThat(why).startsWith("line one line two").doesNotContain("\n").hasSize(500);
    }

    @Test
    void aDrillThatSaysNothingStillHasAReason() {
        assertThat(DrillRules.judge(new Finding.Unproved(" "), finding(State.BROKEN))
                        .why())
                .isNotEmpty();
    }

    @Test
    void aReportInsteadOfFactsIsLeftOut() {
        Json.Obj report = Json.object().put("page", "x".repeat(20_000)).build();
        assertThat(DrillRules.judge(new Finding.Kept(report), finding(State.BROKEN))
                        .measured()
                        .members())
                .isEmpty();
    }

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
        assertThat(DrillRules.standing(State.KEPT, fresh, fresh)).isEqualTo(State.UNPROVED);
        assertThat(DrillRules.standing(State.BROKEN, fresh, fresh)).isEqualTo(State.BROKEN);
    }

    private static Finding finding(State state) {
        return switch (state) {
            case KEPT -> new Finding.Kept(MEASURED);
            case BROKEN -> new Finding.Broken(MEASURED, "It let me in.");
            case UNPROVED -> new Finding.Unproved("Nobody answered.");
        };
    }
}
