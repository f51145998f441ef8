package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.control.payment.ChargeRules.Verdict;
import casemate.control.payment.PaymentProvider.Attempt;
import casemate.control.payment.PaymentProvider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChargeRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Charge.By CARD = new Charge.By("pm_1", Method.CARD);

    private final Charge wanted = Charge.wanted(
            "inv_1",
            new CustomerId("cus_0" + "a".repeat(25)),
            "ONE-1",
            Optional.of("standard"),
            5988,
            "EUR",
            Optional.of(NOW),
            NOW);
    private final Charge acting = wanted.acting(CARD, NOW, NOW);

    @Test
    void an_attempt_that_was_cut_off_is_made_again_under_its_own_key_and_by_its_own_card() {
        Charge again = acting.acting(new Charge.By("pm_2", Method.CARD), NOW, NOW);
        assertThat(again.key()).isEqualTo(acting.key()).isEqualTo("charge/inv_1/1");
        assertThat(again.means()).contains(CARD);
        Charge next = acting.failed(ChargeState.FAILED, Optional.of("pi_1"), "card_declined", Optional.empty(), NOW)
                .acting(new Charge.By("pm_2", Method.CARD), NOW, NOW);
        assertThat(next.key()).isEqualTo("charge/inv_1/2");
    }

    @Test
    void what_is_said_late_or_twice_changes_nothing() {
        Charge paid = acting.paid("pi_1", NOW);
        assertThat(ChargeRules.verdict(paid, said("pi_1", Outcome.PAID, 1))).isEqualTo(Verdict.NOTHING);
        assertThat(ChargeRules.verdict(paid, said("pi_1", Outcome.FAILED, 1))).isEqualTo(Verdict.NOTHING);
        assertThat(ChargeRules.verdict(paid, said("pi_1", Outcome.PROCESSING, 1)))
                .isEqualTo(Verdict.NOTHING);
        Charge failed = acting.failed(ChargeState.FAILED, Optional.of("pi_1"), "x", Optional.empty(), NOW);
        assertThat(ChargeRules.verdict(failed, said("pi_1", Outcome.FAILED, 1))).isEqualTo(Verdict.NOTHING);
        Charge second = failed.acting(CARD, NOW, NOW);
        assertThat(ChargeRules.verdict(second, said("pi_1", Outcome.FAILED, 1))).isEqualTo(Verdict.NOTHING);
        assertThat(ChargeRules.verdict(second, said("pi_2", Outcome.FAILED, 2))).isEqualTo(Verdict.FAILED);
    }

    @Test
    void money_counts_whenever_it_comes_and_a_second_payment_goes_back() {
        Charge failed = acting.failed(ChargeState.FAILED, Optional.of("pi_1"), "x", Optional.empty(), NOW);
        assertThat(ChargeRules.verdict(failed, said("pi_1", Outcome.PAID, 1))).isEqualTo(Verdict.PAID);
        assertThat(ChargeRules.verdict(wanted, said("pi_9", Outcome.PAID, 0))).isEqualTo(Verdict.PAID);
        assertThat(ChargeRules.verdict(acting.paid("pi_1", NOW), said("pi_2", Outcome.PAID, 0)))
                .isEqualTo(Verdict.TWICE);
        assertThat(ChargeRules.verdict(acting.takenBack(NOW), said("pi_2", Outcome.PAID, 0)))
                .isEqualTo(Verdict.TWICE);
    }

    @Test
    void what_the_bank_thinks_over_may_fail_still() {
        Charge processing = acting.processing("pi_1", NOW);
        assertThat(ChargeRules.verdict(processing, said("pi_1", Outcome.FAILED, 1)))
                .isEqualTo(Verdict.FAILED);
        assertThat(ChargeRules.verdict(processing, said("pi_1", Outcome.PAID, 1)))
                .isEqualTo(Verdict.PAID);
    }

    @Test
    void it_is_tried_again_four_times_and_never_past_the_day_of_the_suspension() {
        Period bound = Period.ofDays(15);
        Instant at = NOW;
        for (int days : new int[] {1, 3, 7, 12}) {
            at = ChargeRules.again(NOW, bound, at).orElseThrow();
            assertThat(at).isEqualTo(NOW.plus(Duration.ofDays(days)));
        }
        assertThat(ChargeRules.again(NOW, bound, at)).isEmpty();
        assertThat(ChargeRules.again(NOW, Period.ofDays(3), NOW.plus(Duration.ofDays(1))))
                .isEmpty();
    }

    @Test
    void a_month_that_began_on_the_31st_does_so_again_after_a_shorter_one() {
        LocalDate first = LocalDate.of(2026, 1, 31);
        assertThat(ChargeRules.begin(first, Period.ofMonths(1), 1)).isEqualTo(LocalDate.of(2026, 2, 28));
        assertThat(ChargeRules.begin(first, Period.ofMonths(1), 2)).isEqualTo(LocalDate.of(2026, 3, 31));
        assertThat(ChargeRules.begin(LocalDate.of(2024, 2, 29), Period.ofYears(1), 4))
                .isEqualTo(LocalDate.of(2028, 2, 29));
    }

    private static Attempt said(String payment, Outcome outcome, int number) {
        return new Attempt(payment, outcome, Optional.of("inv_1"), number, 5988, "EUR", Optional.empty());
    }
}
