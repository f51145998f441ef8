package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import casemate.control.testpayment.TestMeans;
import casemate.control.web.Language;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Duration DAY = Duration.ofDays(1);

    private PaymentHouse house;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        house = PaymentHouse.open(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void a_failed_card_is_followed_up_by_the_policys_days_and_a_good_one_pays_at_once() {
        CustomerId customer = house.customer("fails@example.org");
        Charge charge = house.subscribed(customer, Method.CARD, TestMeans.GOOD);
        house.comes(charge.invoice(), ChargeState.PAID);
        assertThat(house.state(customer)).isEqualTo(State.ACTIVE);
        LocalDate next = house.door().renewal(customer).orElseThrow().next();
        assertThat(next)
                .isEqualTo(LocalDate.ofInstant(house.clock.instant(), ZoneOffset.UTC)
                        .plusMonths(1));

        house.add(customer, Method.CARD, TestMeans.FAILS_LATER);
        house.clock.set(next.atStartOfDay(ZoneOffset.UTC).toInstant());
        house.control.door(Renewals.class).turn();
        Charge second = house.door().charges(customer).getFirst();
        assertThat(second.invoice()).isNotEqualTo(charge.invoice());
        Charge failed = house.comes(second.invoice(), ChargeState.FAILED);
        assertThat(failed.failure()).contains("card_declined");
        assertThat(failed.next()).contains(failed.failedAt().orElseThrow().plus(DAY));
        assertThat(house.state(customer)).isEqualTo(State.PAST_DUE);
        assertThat(Customers.letters(house.control.runtime(), "fails@example.org"))
                .anySatisfy(letter -> assertThat(letter).contains("has failed", failed.title()));

        for (int failures = 2; failures <= 5; failures++) {
            house.clock.set(house.charge(second.invoice()).next().orElseThrow());
            int count = failures;
            house.until("try " + failures, () -> {
                Charge now = house.charge(second.invoice());
                return now.failures() == count && now.state() == ChargeState.FAILED;
            });
        }
        assertThat(house.charge(second.invoice()).next())
                .as("never past the suspension")
                .isEmpty();
        house.control.door(Renewals.class).turn();
        assertThat(house.door().charges(customer)).as("one period, one invoice").hasSize(2);

        house.add(customer, Method.CARD, TestMeans.MASTERCARD);
        house.comes(second.invoice(), ChargeState.PAID);
        assertThat(house.state(customer)).isEqualTo(State.ACTIVE);
    }

    @Test
    void a_paper_names_the_plan_in_the_customers_language() throws IOException {
        CustomerId customer = house.customer("po-polsku@example.org", Language.PL);
        Charge charge = house.subscribed(customer, Method.CARD, TestMeans.GOOD);
        Invoices invoices = house.control.door(Invoices.class);
        try (PDDocument paper = Loader.loadPDF(invoices.paper(invoices.get(charge.invoice())))) {
            assertThat(new PDFTextStripper().getText(paper)).contains("Standardowy");
        }
    }

    @Test
    void a_bank_that_wants_its_customer_is_answered_at_the_hosted_page() {
        CustomerId customer = house.customer("sca@example.org");
        Charge charge = house.subscribed(customer, Method.CARD, TestMeans.CONFIRMED_ALWAYS);
        house.comes(charge.invoice(), ChargeState.WANTS_CUSTOMER);
        assertThat(Customers.letters(house.control.runtime(), "sca@example.org"))
                .anySatisfy(letter -> assertThat(letter).contains("in person"));
        URI page = house.door().pay(customer, charge.invoice(), URI.create("https://portal.example/account/payment"));
        PaymentHouse.type(page, TestMeans.CONFIRMED_ALWAYS);
        house.wallet().arrived(customer);
        house.comes(charge.invoice(), ChargeState.PAID);
        assertThat(house.state(customer)).isEqualTo(State.ACTIVE);
        assertThatThrownBy(() -> house.door().pay(customer, charge.invoice(), page))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void whoever_pays_twice_gets_the_second_payment_back() {
        CustomerId customer = house.customer("twice@example.org");
        Charge charge = house.subscribed(customer, Method.CARD, TestMeans.FAILS_LATER);
        house.comes(charge.invoice(), ChargeState.FAILED);
        URI back = URI.create("https://portal.example/account/payment");
        URI one = house.door().pay(customer, charge.invoice(), back);
        URI two = house.door().pay(customer, charge.invoice(), back);
        PaymentHouse.type(one, TestMeans.GOOD);
        PaymentHouse.type(two, TestMeans.MASTERCARD);
        house.comes(charge.invoice(), ChargeState.PAID);
        house.until(
                "the second goes back",
                () -> house.door().refunds(charge.invoice()).stream()
                        .anyMatch(
                                r -> r.cause().equals("paid-twice") && r.state().equals("done")));
        assertThat(house.door().refunds(charge.invoice())).hasSize(1);
    }

    @Test
    void a_refund_is_a_credit_note_and_money_and_never_more_than_was_paid() {
        CustomerId customer = house.customer("back@example.org");
        Charge charge = house.subscribed(customer, Method.CARD, TestMeans.GOOD);
        house.comes(charge.invoice(), ChargeState.PAID);
        Browser console = house.operator();
        String path = "/payments/" + charge.invoice();
        assertThat(console.get(path).status()).isEqualTo(200);
        assertThat(console.post(path + "/refund", Map.of("net", "a lot", "cause", "0"))
                        .status())
                .isEqualTo(422);
        assertThat(console.post(path + "/refund", Map.of("net", "1000000", "cause", "0"))
                        .says("Not so much is left"))
                .isTrue();
        console.post(path + "/refund", Map.of("net", "10.00", "cause", "0"));
        console.post(path + "/refund", Map.of("net", "10.00", "cause", "0"));
        assertThat(house.door().refunds(charge.invoice()))
                .as("sent twice, made once")
                .extracting(Refund::amount)
                .containsExactly(1200L);
        console.post(path + "/refund", Map.of("net", "", "cause", "1"));
        house.until(
                "all is back",
                () -> house.door().refunds(charge.invoice()).stream()
                        .allMatch(r -> r.state().equals("done")));
        assertThat(house.door().refunds(charge.invoice()).stream()
                        .mapToLong(Refund::amount)
                        .sum())
                .isEqualTo(charge.amount());
        assertThat(house.charge(charge.invoice()).state()).isEqualTo(ChargeState.TAKEN_BACK);
        Invoices invoices = house.control.door(Invoices.class);
        assertThat(invoices.of(customer, "", 50).stream().filter(Document::creditNote))
                .hasSize(2);
        assertThat(console.get("/payments?state=taken-back").says(charge.title()))
                .isTrue();
    }

    @Test
    void events_of_an_outage_are_taken_from_the_list_and_the_night_finds_what_differs() {
        CustomerId customer = house.customer("outage@example.org");
        house.add(customer, Method.SEPA, TestMeans.SEPA_GOOD);
        house.test().away(true);
        house.door().subscribe(customer, "standard", PaymentHouse.TEST);
        Charge charge = house.door().charges(customer).getFirst();
        house.until("it was asked in vain", () -> house.charge(charge.invoice()).state() == ChargeState.ACTING);
        house.test().away(false);
        house.clock.advance(Duration.ofMinutes(5));
        house.comes(charge.invoice(), ChargeState.PROCESSING);
        assertThat(house.charge(charge.invoice()).attempts()).as("the same try").isEqualTo(1);
        house.clock.advance(Duration.ofMinutes(1));
        house.comes(charge.invoice(), ChargeState.PAID);

        // As if nothing had been brought, and the platform had not heard of the payment.
        JdbcClient jdbc = house.control.door(JdbcClient.class);
        Events events = house.works().events().orElseThrow();
        jdbc.sql("UPDATE payment.charge SET state = 'processing' WHERE invoice_id = '" + charge.invoice() + "'")
                .update();
        jdbc.sql("DELETE FROM payment.event").update();
        int listed = events.catchUp();
        assertThat(listed).isGreaterThan(4);
        assertThat(events.catchUp()).isZero();
        house.comes(charge.invoice(), ChargeState.PAID);

        jdbc.sql("UPDATE payment.charge SET state = 'processing' WHERE invoice_id = '" + charge.invoice() + "'")
                .update();
        jdbc.sql("DELETE FROM payment.reconciliation").update();
        Optional<Reconciled> night = events.reconcile();
        assertThat(night).isPresent();
        assertThat(night.get().mended()).isEqualTo(1);
        assertThat(night.get().odd()).isZero();
        assertThat(house.charge(charge.invoice()).state()).isEqualTo(ChargeState.PAID);
        assertThat(events.reconcile()).as("once a day").isEmpty();
        System.out.println("taken from the list: " + listed + ", " + night.get());
    }

    @Test
    void only_four_digits_are_kept_and_a_means_that_is_removed_is_gone_there_too() {
        CustomerId customer = house.customer("kept@example.org");
        house.add(customer, Method.CARD, TestMeans.GOOD);
        house.add(customer, Method.SEPA, TestMeans.SEPA_GOOD);
        List<Means> means = house.door().means(customer);
        assertThat(means).extracting(Means::last4).containsExactly("3000", "4242");
        assertThat(means.getFirst().mandate()).isPresent();
        house.wallet().remove(customer, means.getFirst().id(), false, PaymentHouse.TEST);
        assertThat(house.door().means(customer)).containsExactly(means.getLast());
        assertThat(house.column("SELECT body FROM testpayment.object WHERE id = '"
                                + means.getFirst().provider() + "'")
                        .getFirst())
                .contains("\"customer\":null");
        house.door().forget(customer);
        assertThat(house.column("SELECT id FROM payment.means WHERE customer_id = '" + customer.value() + "'"))
                .isEmpty();
        String all = String.join("\n", house.column("SELECT body FROM testpayment.object"));
        assertThat(all).doesNotContain("4242424242424242", "DE89370400440532013000");
    }

    @Test
    void whoever_is_erased_is_forgotten_by_the_provider_too() {
        CustomerId customer = house.customer("leaver@example.org");
        house.add(customer, Method.CARD, TestMeans.GOOD);
        String card = house.door().means(customer).getFirst().provider();
        house.control.door(Subscriptions.class).request(customer, PaymentHouse.TEST);
        house.until(
                "the end of the means of payment",
                () -> house.column("SELECT id FROM payment.means WHERE customer_id = '" + customer.value() + "'")
                        .isEmpty());
        assertThat(house.column("SELECT body FROM testpayment.object WHERE id = '" + card + "'")
                        .getFirst())
                .contains("\"customer\":null");
    }

    @Test
    void a_customer_pays_by_the_pages_in_three_languages() {
        Browser browser = house.control.browser("portal").from("192.0.2.91").speaking("fr");
        Customers.join(house.control, browser, "pages@example.org");
        CustomerId customer = new CustomerId(
                house.column("SELECT m.customer_id FROM account.member m JOIN account.person p ON p.id = m.person_id"
                                + " WHERE p.email = 'pages@example.org'")
                        .getFirst());
        house.control
                .door(JdbcClient.class)
                .sql("UPDATE account.customer SET country = 'FR' WHERE id = '" + customer.value() + "'")
                .update();
        Browser.Answer empty = browser.get("/account/payment");
        assertThat(empty.says("Moyens de paiement")).isTrue();
        assertThat(empty.says("aucun argent ne circule")).isTrue();
        assertThat(browser.post("/account/payment/plan", Map.of("offer", "standard"))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post("/account/payment/add", Map.of("method", "cash"))
                        .status())
                .isEqualTo(422);
        Browser.Answer leaving = browser.post("/account/payment/add", Map.of("method", "card"));
        String address = leaving.headers().getOrDefault("refresh", "").replaceFirst("^0; url=", "");
        assertThat(address).startsWith(house.test().api().toString());
        PaymentHouse.type(URI.create(address), TestMeans.GOOD);
        assertThat(browser.get("/account/payment?done=1").says("4242")).isTrue();
        assertThat(browser.post("/account/payment/plan", Map.of("offer", "standard"))
                        .status())
                .isEqualTo(200);
        house.comes(house.door().charges(customer).getFirst().invoice(), ChargeState.PAID);
        assertThat(house.control
                        .door(Subscriptions.class)
                        .of(customer)
                        .orElseThrow()
                        .state())
                .isEqualTo(State.ACTIVE);
        assertThat(browser.get("/account/payment").says("Payé")).isTrue();
        for (String language : List.of("en", "pl")) {
            browser.get("/account/payment");
            browser.post("/language", Map.of("language", language));
            assertThat(browser.get("/account/payment").status()).isEqualTo(200);
        }
        String card = house.door().means(customer).getFirst().id();
        browser.post("/account/payment/" + card + "/remove", Map.of("warned", "yes"));
        assertThat(house.door().means(customer)).isEmpty();
        Browser stranger = house.control.browser("portal");
        assertThat(stranger.getOnly("/account/payment").status()).isEqualTo(303);
    }
}
