package casemate.control.payment;

import casemate.control.payment.PaymentProvider.Attempt;
import casemate.control.payment.PaymentProvider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/// What follows from what the provider says.
final class ChargeRules {
    /// A card without money has some on another day of the week and of the month; banks fine whoever asks more often.
    static final List<Duration> AGAIN =
            List.of(Duration.ofDays(1), Duration.ofDays(3), Duration.ofDays(7), Duration.ofDays(12));

    private ChargeRules() {}

    /// What to do with what was said.
    enum Verdict {
        /// Old, or known.
        NOTHING,
        PAID,
        /// Paid by another payment before.
        TWICE,
        PROCESSING,
        FAILED
    }

    static Verdict verdict(Charge charge, Attempt said) {
        if (said.outcome() == Outcome.PAID) {
            if (charge.state() != ChargeState.PAID && charge.state() != ChargeState.TAKEN_BACK) {
                return Verdict.PAID;
            }
            return charge.payment().filter(said.payment()::equals).isPresent() ? Verdict.NOTHING : Verdict.TWICE;
        }
        // Of an earlier attempt, or of a visit to the hosted page, where the customer has read it.
        if (said.number() != charge.attempts()) {
            return Verdict.NOTHING;
        }
        boolean acting = charge.state() == ChargeState.ACTING;
        if (said.outcome() == Outcome.PROCESSING) {
            return acting ? Verdict.PROCESSING : Verdict.NOTHING;
        }
        return acting || charge.state() == ChargeState.PROCESSING ? Verdict.FAILED : Verdict.NOTHING;
    }

    /// When a failed charge is tried again; empty for never by itself.
    ///
    /// @param bound after the first failure, when the policy suspends
    static Optional<Instant> again(Instant firstFailure, Period bound, Instant now) {
        Instant end = firstFailure.atOffset(ZoneOffset.UTC).plus(bound).toInstant();
        return AGAIN.stream()
                .map(firstFailure::plus)
                .filter(then -> then.isAfter(now) && then.isBefore(end))
                .findFirst();
    }

    /// The first day of a period, counted from the first of all, so that the 31st comes back after a shorter month.
    static LocalDate begin(LocalDate first, Period term, int periods) {
        return first.plus(term.multipliedBy(periods));
    }
}
