package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.control.subscription.ClockRules.Turn;
import casemate.testkit.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ClockRulesTest {
    private static final Instant ANCHOR = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final CustomerId CUSTOMER = new Ids(TestClock.at(ANCHOR), new Random(3)).customer();

    @ParameterizedTest
    @EnumSource(Move.class)
    void no_move_of_the_clock_comes_a_second_early_or_late(Move move) {
        if (!move.byClock()) {
            return;
        }
        Period figure = Period.ofDays(12);
        Instant due = ANCHOR.plus(Duration.ofDays(12));
        Subscription s = told(at(move.from().iterator().next()), due);
        assertThat(ClockRules.turn(s, Optional.of(figure), ZoneOffset.UTC, due.minus(SECOND)))
                .isEqualTo(new Turn.Wait(s, Optional.of(due)));
        assertThat(ClockRules.turn(s, Optional.of(figure), ZoneOffset.UTC, due)).isEqualTo(new Turn.Go(move, due));
    }

    @Test
    void from_each_state_the_clock_leads_one_way_at_most_and_nothing_leads_back_from_an_erasure() {
        for (State state : State.values()) {
            assertThat(Arrays.stream(Move.values()).filter(m -> m.byClock() && m.from(state)))
                    .hasSizeLessThan(2);
        }
        assertThat(Arrays.stream(Move.values()).filter(m -> m.from(State.ERASING)))
                .containsExactly(Move.GONE);
        assertThat(Arrays.stream(Move.values()).filter(m -> m.from(State.ERASED)))
                .isEmpty();
        assertThat(Arrays.stream(State.values()).filter(State::living)).allMatch(Move.PAID::from);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T10:00:00Z, P1M, 2026-02-28T10:00:00Z",
        "2028-01-31T10:00:00Z, P1M, 2028-02-29T10:00:00Z",
        "2028-02-29T10:00:00Z, P1Y, 2029-02-28T10:00:00Z",
        "2028-02-28T23:59:59Z, P2D, 2028-03-01T23:59:59Z",
        "2026-12-31T23:59:60Z, P90D, 2027-03-31T23:59:59Z",
        "2026-03-28T01:30:00Z, P1D, 2026-03-29T01:30:00Z"
    })
    void months_end_and_leap_days_are_counted_in_the_calendar(String anchor, String figure, String due) {
        Instant counted = Instant.parse(anchor.replace(":60Z", ":59Z"));
        Subscription s = at(State.CANCELLED).moved(State.CANCELLED, counted, counted);
        assertThat(ClockRules.due(s, Period.parse(figure))).isEqualTo(Instant.parse(due));
    }

    @Test
    void a_longer_figure_counts_at_once_and_a_shorter_one_for_later_clocks_only() {
        Instant told = ANCHOR.plus(Duration.ofDays(12));
        Subscription running = at(State.LAPSED).due(Optional.of(told));
        assertThat(ClockRules.due(running, Period.ofDays(20))).isEqualTo(ANCHOR.plus(Duration.ofDays(20)));
        assertThat(ClockRules.due(running, Period.ofDays(5))).isEqualTo(told);
        assertThat(ClockRules.due(at(State.LAPSED), Period.ofDays(5))).isEqualTo(ANCHOR.plus(Duration.ofDays(5)));
    }

    @Test
    void a_clock_that_jumps_erases_nobody_unannounced() {
        Instant far = ANCHOR.plus(Duration.ofDays(400));
        Optional<Period> figure = Optional.of(Period.ofDays(12));
        Turn first = ClockRules.turn(at(State.LAPSED), figure, ZoneOffset.UTC, far);
        assertThat(first).isInstanceOf(Turn.Tell.class);
        Subscription told = ((Turn.Tell) first).then();
        assertThat(ClockRules.turn(told, figure, ZoneOffset.UTC, far))
                .isEqualTo(new Turn.Wait(told, Optional.of(far.plus(ClockRules.WARNING))));
        assertThat(ClockRules.turn(
                        told,
                        figure,
                        ZoneOffset.UTC,
                        far.plus(ClockRules.WARNING).minus(SECOND)))
                .isInstanceOf(Turn.Wait.class);
        assertThat(ClockRules.turn(told, figure, ZoneOffset.UTC, far.plus(ClockRules.WARNING)))
                .isInstanceOf(Turn.Go.class);
        // Back to before: nothing goes backwards, and nothing comes sooner.
        assertThat(ClockRules.turn(told, figure, ZoneOffset.UTC, ANCHOR.minus(Duration.ofDays(400))))
                .isInstanceOf(Turn.Wait.class);
    }

    @Test
    void notices_come_in_the_readers_morning_and_each_once() {
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Optional<Period> figure = Optional.of(Period.ofDays(90));
        Subscription s = at(State.CANCELLED);
        Turn.Wait first = (Turn.Wait) ClockRules.turn(s, figure, tokyo, ANCHOR);
        Instant wake = first.wake().orElseThrow();
        assertThat(wake.atZone(tokyo).getHour()).isEqualTo(9);
        assertThat(Duration.between(wake, ANCHOR.plus(Duration.ofDays(90))))
                .isBetween(Duration.ofDays(30), Duration.ofDays(31));
        Turn.Tell told = (Turn.Tell) ClockRules.turn(first.then(), figure, tokyo, wake);
        assertThat(told.days()).isEqualTo(30);
        Turn.Wait next = (Turn.Wait) ClockRules.turn(told.then(), figure, tokyo, wake);
        assertThat(next.wake().orElseThrow()).isAfter(wake.plus(Duration.ofDays(20)));
        // Down for the time of the second: the third takes its place.
        Turn.Tell late = (Turn.Tell) ClockRules.turn(
                next.then(), figure, tokyo, ANCHOR.plus(Duration.ofDays(90)).minus(Duration.ofHours(3)));
        assertThat(late.days()).isEqualTo(1);
    }

    @Test
    void a_hold_keeps_from_erasure_and_from_nothing_else() {
        Instant due = ANCHOR.plus(Duration.ofDays(12));
        Instant until = due.plus(Duration.ofDays(100));
        Subscription closed = held(told(at(State.CLOSED), due), until);
        Optional<Period> figure = Optional.of(Period.ofDays(12));
        assertThat(ClockRules.turn(closed, figure, ZoneOffset.UTC, until.minus(SECOND)))
                .isEqualTo(new Turn.Wait(closed, Optional.of(until)));
        assertThat(ClockRules.turn(closed, figure, ZoneOffset.UTC, until)).isInstanceOf(Turn.Go.class);
        Subscription due2 = held(told(at(State.PAST_DUE), due), until);
        assertThat(ClockRules.turn(due2, figure, ZoneOffset.UTC, due)).isInstanceOf(Turn.Go.class);
    }

    @Test
    void without_a_figure_nothing_comes_and_it_is_asked_again() {
        assertThat(ClockRules.turn(at(State.LAPSED), Optional.empty(), ZoneOffset.UTC, ANCHOR))
                .isEqualTo(new Turn.Wait(at(State.LAPSED), Optional.of(ANCHOR.plus(Duration.ofDays(1)))));
        assertThat(ClockRules.turn(at(State.ACTIVE), Optional.empty(), ZoneOffset.UTC, ANCHOR))
                .isEqualTo(new Turn.Wait(at(State.ACTIVE), Optional.empty()));
    }

    private static Subscription at(State state) {
        return new Subscription(
                CUSTOMER,
                "standard",
                1,
                "standard",
                state,
                ANCHOR,
                ANCHOR,
                ANCHOR,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// With all notices written.
    private static Subscription told(Subscription s, Instant due) {
        return s.due(Optional.of(due)).noticed(1, due.minus(Duration.ofDays(2)));
    }

    private static Subscription held(Subscription s, Instant until) {
        return new Subscription(
                s.customer(),
                s.offer(),
                s.version(),
                s.boundAs(),
                s.state(),
                s.since(),
                s.anchor(),
                s.active(),
                s.due(),
                s.noticed(),
                s.warned(),
                Optional.of(new Subscription.Hold(until, "court order")));
    }
}
