package casemate.control.payment;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.Period;
import java.time.temporal.ChronoUnit;

/// What the rest of a period costs, to the day and to the coin. Pure; days are those of UTC. The day of a change is the
/// first day of the rest.
final class ProrationRules {
    private static final int MONTHS = 12;

    private ProrationRules() {}

    /// The part of a price that is for the rest of a period, half a coin up.
    ///
    /// @param price of the whole period, in the currency's smallest coin
    /// @param from its first day
    /// @param next the first day after it
    /// @param on the first day of the rest, of the period itself
    static long rest(long price, LocalDate from, LocalDate next, LocalDate on) {
        long whole = days(from, next);
        long left = days(on, next);
        if (whole < 1 || left < 0 || left > whole || price < 0) {
            throw new IllegalArgumentException("no day of that period: " + on + ", " + from + " to " + next);
        }
        // Half up: twice the dividend and once the divisor, over twice the divisor. No step of it overflows.
        BigInteger doubled =
                BigInteger.valueOf(price).multiply(BigInteger.valueOf(left)).shiftLeft(1);
        return doubled.add(BigInteger.valueOf(whole))
                .divide(BigInteger.valueOf(whole).shiftLeft(1))
                .longValueExact();
    }

    static long days(LocalDate from, LocalDate next) {
        return ChronoUnit.DAYS.between(from, next);
    }

    /// What a plan costs in a year, to be compared.
    static long yearly(long price, Period term) {
        return Math.multiplyExact(price, MONTHS / term.toTotalMonths());
    }
}
