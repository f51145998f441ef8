package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.payment.PaymentProvider.Attempt;
import casemate.control.payment.PaymentProvider.Bill;
import casemate.control.payment.PaymentProvider.Checkout;
import casemate.control.payment.PaymentProvider.Entered;
import casemate.control.payment.PaymentProvider.Event;
import casemate.control.payment.PaymentProvider.Outcome;
import casemate.control.payment.PaymentProvider.Visit;
import casemate.control.testpayment.TestMeans;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every payment provider does. Numbers are those of Stripe's test mode.
abstract class PaymentProviderContract {
    private static final URI BACK = URI.create("https://portal.casemate.localhost/account/payment");
    private static final CustomerId CUSTOMER = new CustomerId("cus_0" + "a".repeat(25));

    abstract PaymentProvider provider();

    /// Types a number at a hosted page as a person does, and confirms where the bank asks.
    abstract void type(URI page, TestMeans number);

    /// Waits until slow payments have come.
    abstract void settle();

    @Test
    void the_same_wish_with_the_same_key_is_one_customer() {
        String key = key();
        String made = provider().customer(CUSTOMER, key);
        assertThat(provider().customer(CUSTOMER, key)).isEqualTo(made);
        assertThat(provider().customer(CUSTOMER, key())).isNotEqualTo(made);
    }

    @Test
    void a_card_is_entered_at_the_hosted_page_and_its_last_digits_and_expiry_are_told() {
        String payer = provider().customer(CUSTOMER, key());
        Checkout checkout = provider().enter(payer, Method.CARD, BACK, key());
        assertThat(provider().visit(checkout.id()).complete()).isFalse();
        type(checkout.page(), TestMeans.CONFIRMED_ONCE);
        Visit visit = provider().visit(checkout.id());
        assertThat(visit.complete()).isTrue();
        assertThat(visit.customer()).isEqualTo(payer);
        Entered card = visit.means().orElseThrow();
        assertThat(card.last4()).isEqualTo("3155");
        assertThat(card.brand()).isEqualTo("visa");
        assertThat(card.expires()).isPresent();
        assertThat(card.mandate()).isEmpty();
    }

    @Test
    void a_bank_account_has_a_mandate_and_its_debit_comes_later() {
        String payer = provider().customer(CUSTOMER, key());
        Entered account = entered(payer, Method.SEPA, TestMeans.SEPA_GOOD);
        assertThat(account.mandate()).isPresent();
        assertThat(account.last4()).isEqualTo("3000");
        Attempt attempt = charge(payer, account, "inv_sepa", 1, key());
        assertThat(attempt.outcome()).isEqualTo(Outcome.PROCESSING);
        settle();
        assertThat(provider().look(attempt.payment()).outcome()).isEqualTo(Outcome.PAID);
        Entered bad = entered(payer, Method.SEPA, TestMeans.SEPA_FAILS);
        Attempt failing = charge(payer, bad, "inv_sepa_bad", 1, key());
        settle();
        assertThat(provider().look(failing.payment()).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void a_charge_with_one_key_takes_money_once_and_says_what_it_was_for() {
        String payer = provider().customer(CUSTOMER, key());
        Entered card = entered(payer, Method.CARD, TestMeans.GOOD);
        String key = key();
        Attempt paid = charge(payer, card, "inv_once", 3, key);
        assertThat(paid.outcome()).isEqualTo(Outcome.PAID);
        assertThat(paid.invoice()).contains("inv_once");
        assertThat(paid.number()).isEqualTo(3);
        assertThat(paid.amount()).isEqualTo(5988);
        assertThat(paid.currency()).isEqualTo("EUR");
        assertThat(charge(payer, card, "inv_once", 3, key)).isEqualTo(paid);
        assertThat(provider().look(paid.payment())).isEqualTo(paid);
    }

    @Test
    void a_card_that_fails_is_an_outcome_and_one_that_wants_its_owner_says_so() {
        String payer = provider().customer(CUSTOMER, key());
        Attempt failed = charge(payer, entered(payer, Method.CARD, TestMeans.FAILS_LATER), "inv_f", 1, key());
        assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(failed.failure()).contains("card_declined");
        Attempt asks = charge(payer, entered(payer, Method.CARD, TestMeans.CONFIRMED_ALWAYS), "inv_sca", 1, key());
        assertThat(asks.outcome()).isEqualTo(Outcome.WANTS_CUSTOMER);
        Checkout page = provider().pay(payer, new Bill("inv_sca", "ONE-1", 0, 5988, "EUR"), BACK, key());
        type(page.page(), TestMeans.CONFIRMED_ALWAYS);
        Attempt inPerson = provider().look(provider().visit(page.id()).payment().orElseThrow());
        assertThat(inPerson.outcome()).isEqualTo(Outcome.PAID);
        assertThat(inPerson.invoice()).contains("inv_sca");
        assertThat(inPerson.number()).isZero();
    }

    @Test
    void no_more_goes_back_than_came() {
        String payer = provider().customer(CUSTOMER, key());
        Attempt paid = charge(payer, entered(payer, Method.CARD, TestMeans.MASTERCARD), "inv_r", 1, key());
        String key = key();
        PaymentProvider.Returned part = provider().refund(paid.payment(), 1000, key);
        assertThat(provider().refund(paid.payment(), 1000, key)).isEqualTo(part);
        assertThat(provider().refunded(part.refund()).failed()).isFalse();
        assertThatThrownBy(() -> provider().refund(paid.payment(), 4989, key())).isInstanceOf(Refusal.class);
        assertThat(provider().refund(paid.payment(), 4988, key()).failed()).isFalse();
    }

    @Test
    void what_happened_is_listed_page_by_page_and_a_dispute_is_among_it() {
        String payer = provider().customer(CUSTOMER, key());
        Attempt paid = charge(payer, entered(payer, Method.CARD, TestMeans.DISPUTED), "inv_d", 1, key());
        List<Event> listed = provider().since(Instant.EPOCH, "").events();
        Event dispute = listed.stream()
                .filter(e -> e.kind().equals("charge.dispute.created"))
                .findFirst()
                .orElseThrow();
        assertThat(provider().disputed(dispute.object()).payment()).isEqualTo(paid.payment());
        assertThat(listed)
                .anySatisfy(e -> assertThat(e.object()).isEqualTo(paid.payment()))
                .isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
        List<Event> next =
                provider().since(Instant.EPOCH, listed.getFirst().id()).events();
        assertThat(next).doesNotContain(listed.getFirst());
    }

    @Test
    void a_means_that_was_detached_pays_no_more_and_can_be_detached_again() {
        String payer = provider().customer(CUSTOMER, key());
        Entered card = entered(payer, Method.CARD, TestMeans.GOOD);
        provider().detach(card.id());
        provider().detach(card.id());
        assertThatThrownBy(() -> charge(payer, card, "inv_gone", 1, key())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> provider().look("pi_unknown"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("payment-unknown"));
        assertThatThrownBy(() -> provider().look("../customers")).isInstanceOf(Refusal.class);
    }

    Entered entered(String payer, Method method, TestMeans number) {
        Checkout checkout = provider().enter(payer, method, BACK, key());
        type(checkout.page(), number);
        return provider().visit(checkout.id()).means().orElseThrow();
    }

    private Attempt charge(String payer, Entered means, String invoice, int number, String key) {
        return provider()
                .charge(
                        payer,
                        new Charge.By(means.id(), means.method()),
                        new Bill(invoice, "ONE-1", number, 5988, "EUR"),
                        key);
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }
}
