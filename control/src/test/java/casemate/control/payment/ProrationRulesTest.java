package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.Period;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProrationRulesTest {
    private static final int CASES = 20_000;
    /// The same cases each time.
    private static final long SEED = 7;

    @ParameterizedTest
    @CsvSource({
        // The whole of it on the first day, a day of it on the last.
        "3000, 2026-11-01, 2026-12-01, 2026-11-01, 3000",
        "3000, 2026-11-01, 2026-12-01, 2026-11-30, 100",
        "3000, 2026-11-01, 2026-12-01, 2026-12-01, 0",
        // February of a leap year and of another.
        "2900, 2028-02-01, 2028-03-01, 2028-02-29, 100",
        "2800, 2027-02-01, 2027-03-01, 2027-02-28, 100",
        // A year over a leap day, and one without.
        "36600, 2027-03-01, 2028-03-01, 2028-02-29, 100",
        "36500, 2026-03-01, 2027-03-01, 2027-02-28, 100",
        // From the 31st over a shorter month: 28 days.
        "2800, 2027-01-31, 2027-02-28, 2027-02-27, 100",
        // Half a coin goes up.
        "1, 2026-11-01, 2026-12-01, 2026-11-16, 1",
        "1, 2026-11-01, 2026-12-01, 2026-11-17, 0",
        "4900, 2026-11-22, 2026-12-22, 2026-12-12, 1633",
        "49000, 2026-11-22, 2026-12-22, 2026-12-12, 16333",
    })
    void the_rest_is_by_days(long price, LocalDate from, LocalDate next, LocalDate on, long rest) {
        assertThat(ProrationRules.rest(price, from, next, on)).isEqualTo(rest);
    }

    @Test
    void for_any_price_period_and_day_no_coin_is_made_or_lost() {
        Random chance = new Random(SEED);
        for (int i = 0; i < CASES; i++) {
            long price = chance.nextLong(100_000_001);
            LocalDate began = LocalDate.of(2024, 1, 1).plusDays(chance.nextInt(3_000));
            Period term = chance.nextBoolean() ? Period.ofMonths(1) : Period.ofYears(1);
            int periods = chance.nextInt(30);
            LocalDate from = ChargeRules.begin(began, term, periods);
            LocalDate next = ChargeRules.begin(began, term, periods + 1);
            LocalDate on = from.plusDays(chance.nextLong(ProrationRules.days(from, next) + 1));
            long rest = ProrationRules.rest(price, from, next, on);
            String what = price + " from " + from + " to " + next + " on " + on;
            assertThat(rest).as(what).isEqualTo(exactly(price, from, next, on));
            assertThat(rest).as(what).isBetween(0L, price);
            if (on.isBefore(next)) {
                assertThat(ProrationRules.rest(price, from, next, on.plusDays(1)))
                        .as("a day later it is not more: " + what)
                        .isLessThanOrEqualTo(rest);
            }
            assertThat(ProrationRules.rest(price + 1, from, next, on))
                    .as("a dearer plan's rest is not less: " + what)
                    .isGreaterThanOrEqualTo(rest);
            LocalDate again = on.plusDays(chance.nextLong(ProrationRules.days(on, next) + 1));
            long first = price - rest;
            long second = rest - ProrationRules.rest(price, from, next, again);
            long third = ProrationRules.rest(price, from, next, again);
            assertThat(first + second + third)
                    .as("what was used before, between and after is the price: " + what)
                    .isEqualTo(price);
        }
    }

    private static long exactly(long price, LocalDate from, LocalDate next, LocalDate on) {
        return BigDecimal.valueOf(price)
                .multiply(BigDecimal.valueOf(ProrationRules.days(on, next)))
                .divide(BigDecimal.valueOf(ProrationRules.days(from, next)), 0, RoundingMode.HALF_UP)
                .longValueExact();
    }

    @Test
    void a_day_outside_the_period_is_refused() {
        LocalDate from = LocalDate.of(2026, 11, 1);
        LocalDate next = LocalDate.of(2026, 12, 1);
        assertThatThrownBy(() -> ProrationRules.rest(100, from, next, from.minusDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ProrationRules.rest(100, from, next, next.plusDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void plans_are_compared_by_the_year() {
        assertThat(ProrationRules.yearly(4_900, Period.ofMonths(1))).isEqualTo(58_800);
        assertThat(ProrationRules.yearly(50_000, Period.ofYears(1))).isEqualTo(50_000);
    }
}
