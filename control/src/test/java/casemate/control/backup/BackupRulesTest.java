package casemate.control.backup;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackupRulesTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final Ids ids = new Ids(Clock.systemUTC(), new Random(1));
    private final InstanceId instance = ids.instance();
    private final Instant due = BackupRules.lastDue(instance, DAY, NOW);

    private static Backup backup(InstanceId instance, Instant ordered, Optional<Instant> ended, boolean done) {
        return new Backup(
                "bak",
                Backup.Kind.BACKUP,
                instance,
                Backup.Reason.DAILY,
                ordered,
                ended,
                ended,
                done,
                "",
                "",
                0,
                0,
                List.of());
    }

    private boolean due(Instant created, Optional<Backup> last) {
        return BackupRules.due(instance, created, last, DAY, NOW);
    }

    @Test
    void the_moment_comes_once_a_period_and_is_another_for_each_instance() {
        assertThat(due).isBeforeOrEqualTo(NOW).isAfter(NOW.minus(DAY));
        assertThat(BackupRules.lastDue(instance, DAY, NOW.plus(DAY))).isEqualTo(due.plus(DAY));
        assertThat(BackupRules.lastDue(instance, DAY, due)).isEqualTo(due);
        long hours = IntStream.range(0, 200)
                .mapToObj(_ -> BackupRules.lastDue(ids.instance(), DAY, NOW).getEpochSecond() / 3600)
                .distinct()
                .count();
        assertThat(hours).isGreaterThan(20);
    }

    @Test
    void a_missed_one_is_caught_up_and_a_made_one_is_not_made_again() {
        Instant longAgo = NOW.minus(Duration.ofDays(9));
        assertThat(due(due.plusSeconds(1), Optional.empty())).isFalse();
        assertThat(due(longAgo, Optional.empty())).isTrue();
        assertThat(due(NOW.plus(DAY), Optional.empty()))
                .as("made by a clock that was ahead")
                .isTrue();
        assertThat(due(longAgo, Optional.of(backup(instance, due, Optional.of(due), true))))
                .isFalse();
        assertThat(due(longAgo, Optional.of(backup(instance, due.minusSeconds(1), Optional.of(due), true))))
                .isTrue();
    }

    @Test
    void one_on_its_way_is_waited_for_and_a_failed_one_is_tried_again_after_a_while() {
        Instant longAgo = NOW.minus(Duration.ofDays(9));
        assertThat(due(longAgo, Optional.of(backup(instance, longAgo, Optional.empty(), false))))
                .isFalse();
        Instant just = NOW.minus(BackupRules.RETRY).plusSeconds(1);
        assertThat(due(longAgo, Optional.of(backup(instance, just, Optional.of(just), false))))
                .isFalse();
        Instant before = NOW.minus(BackupRules.RETRY).minusSeconds(1);
        assertThat(due(longAgo, Optional.of(backup(instance, before, Optional.of(before), false))))
                .isTrue();
    }

    @Test
    void a_clock_that_leaps_back_and_forth_makes_no_storm_and_misses_nothing() {
        Random chance = new Random(3);
        Instant clock = NOW;
        List<Backup> made = new ArrayList<>();
        int leaps = 0;
        int days = 40;
        int since = 0;
        int orders = 0;
        for (int minute = 0; minute < days * 24 * 60; minute++) {
            clock = clock.plusSeconds(60);
            since++;
            if (chance.nextInt(3_000) == 0) {
                clock = clock.plus(Duration.ofHours(chance.nextInt(-2_000, 2_000)));
                leaps++;
                since = 0;
            }
            Instant now = clock;
            // As the planner does: what was ordered in a time that has not come never counts again.
            made.removeIf(b -> b.ordered().isAfter(now));
            Optional<Backup> last = made.stream().max(Comparator.comparing(Backup::ordered));
            if (BackupRules.due(instance, NOW.minus(DAY.multipliedBy(4_000)), last, DAY, now)) {
                made.add(backup(instance, now, Optional.of(now), true));
                orders++;
                since = 0;
            }
            assertThat(since).as("minutes of one clock without a backup").isLessThanOrEqualTo(24 * 60);
        }
        assertThat(leaps).isBetween(5, 40);
        assertThat(orders).isBetween(days - leaps - 1, days + 2 * (leaps + 1));
    }
}
