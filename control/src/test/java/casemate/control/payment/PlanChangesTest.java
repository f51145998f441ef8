package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.invoice.Amounts;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.offer.Offer;
import casemate.control.offer.Offers;
import casemate.control.offer.Price;
import casemate.control.subscription.State;
import casemate.control.testpayment.TestMeans;
import casemate.control.web.Language;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.support.TransactionTemplate;

/// 49.00 and 490.00 a month before 20 % of VAT, in periods that begin on the day that somebody signs.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanChangesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private PaymentHouse house;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        house = PaymentHouse.open(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @AfterEach
    void numbersHaveNoGap() {
        house.numbersHaveNoGap();
    }

    @Test
    void a_dearer_plan_begins_at_once_and_the_rest_of_the_old_one_is_taken_off() {
        CustomerId customer = house.paying("up@example.org", "standard");
        Renewal before = house.renewal(customer);
        house.tenDaysAreLeft(customer);
        long days = ProrationRules.days(
                ChargeRules.begin(before.began(), java.time.Period.ofMonths(1), before.periods() - 1), before.next());
        Quote quote = house.changes().quote(customer, "private");
        long part = ProrationRules.rest(49_000, before.next().minusDays(days), before.next(), house.today());
        long rest = ProrationRules.rest(4_900, before.next().minusDays(days), before.next(), house.today());
        assertThat(quote.atOnce()).isTrue();
        assertThat(quote.part().amount().net()).isEqualTo(part);
        assertThat(quote.rest().orElseThrow().amount().net()).isEqualTo(rest);
        assertThat(quote.rest().orElseThrow().days()).isEqualTo(10);
        assertThat(quote.rest().orElseThrow().whole()).isEqualTo(days);
        house.begin(customer, "private");
        assertThat(house.plan(customer).offer()).as("not before it is paid").isEqualTo("standard");
        Charge charge = house.newest(customer);
        assertThat(charge.amount()).isEqualTo(quote.due());
        house.comes(charge.invoice(), ChargeState.PAID);

        assertThat(house.plan(customer).offer()).isEqualTo("private");
        assertThat(house.plan(customer).boundAs()).isEqualTo("private");
        assertThat(house.state(customer)).isEqualTo(State.ACTIVE);
        assertThat(house.renewal(customer).next())
                .as("the period ends as before")
                .isEqualTo(before.next());
        Document note = house.documents(customer).stream()
                .filter(Document::creditNote)
                .findFirst()
                .orElseThrow();
        Document invoice = house.control.door(Invoices.class).get(charge.invoice());
        assertThat(note.net()).isEqualTo(rest);
        assertThat(invoice.net()).isEqualTo(part);
        assertThat(invoice.gross() - note.gross()).isEqualTo(charge.amount());
        assertThat(house.column("SELECT body FROM testpayment.object WHERE id = '"
                                + house.charge(charge.invoice()).payment().orElseThrow() + "'")
                        .getFirst())
                .contains("\"amount\":" + charge.amount());
        assertThat(house.letters("up@example.org")).contains("Private");

        house.clock.set(before.next().atStartOfDay(ZoneOffset.UTC).toInstant());
        house.control.door(Renewals.class).turn();
        Charge period = house.comes(house.newest(customer).invoice(), ChargeState.PAID);
        assertThat(period.offer()).contains("private");
        assertThat(house.documents(customer).getFirst().net()).isEqualTo(49_000);
        assertThat(house.renewal(customer).next()).isEqualTo(before.began().plusMonths(2));
    }

    @Test
    void a_cheaper_plan_begins_with_the_next_period_and_nothing_is_paid_before() {
        CustomerId customer = house.paying("down@example.org", "private");
        house.tenDaysAreLeft(customer);
        LocalDate next = house.renewal(customer).next();
        int documents = house.documents(customer).size();
        house.begin(customer, "standard");
        house.control.door(Renewals.class).turn();
        assertThat(house.documents(customer)).hasSize(documents);
        assertThat(house.plan(customer).offer()).isEqualTo("private");
        assertThat(house.letters("down@example.org")).contains("Standard");
        house.changes().withdraw(customer, PaymentHouse.TEST);
        assertThat(house.changes().open(customer)).isEmpty();
        house.begin(customer, "standard");

        house.clock.set(next.atStartOfDay(ZoneOffset.UTC).toInstant().minusSeconds(1));
        house.control.door(Renewals.class).turn();
        assertThat(house.plan(customer).offer()).as("a second before").isEqualTo("private");
        house.clock.advance(Duration.ofSeconds(1));
        house.control.door(Renewals.class).turn();
        assertThat(house.plan(customer).offer()).isEqualTo("standard");
        Charge charge = house.comes(house.newest(customer).invoice(), ChargeState.PAID);
        assertThat(charge.amount()).isEqualTo(5_880);
        assertThat(house.renewal(customer).offer()).isEqualTo("standard");
        assertThat(house.changes().open(customer)).isEmpty();
    }

    @Test
    void a_card_that_fails_leaves_the_plan_and_owes_nothing_and_a_debit_counts_when_it_is_on_its_way() {
        CustomerId customer = house.paying("fails@example.org", "standard");
        house.add(customer, Method.CARD, TestMeans.FAILS_LATER);
        house.begin(customer, "private");
        Charge charge = house.newest(customer);
        house.comes(charge.invoice(), ChargeState.TAKEN_BACK);
        assertThat(house.plan(customer).offer()).isEqualTo("standard");
        assertThat(house.state(customer)).isEqualTo(State.ACTIVE);
        Invoices invoices = house.control.door(Invoices.class);
        assertThat(invoices.left(invoices.get(charge.invoice()))).isZero();
        assertThat(house.letters("fails@example.org")).contains("not paid");

        house.add(customer, Method.SEPA, TestMeans.SEPA_FAILS);
        house.begin(customer, "private");
        Charge debit = house.newest(customer);
        assertThat(debit.invoice()).isNotEqualTo(charge.invoice());
        house.until(
                "on its way",
                () -> house.charge(debit.invoice()).state() != ChargeState.WANTED
                        && house.charge(debit.invoice()).state() != ChargeState.ACTING);
        assertThat(house.plan(customer).offer()).isEqualTo("private");
        house.clock.advance(Duration.ofMinutes(1));
        house.comes(debit.invoice(), ChargeState.FAILED);
        assertThat(house.state(customer)).as("followed up as any other").isEqualTo(State.PAST_DUE);
    }

    @Test
    void what_waits_for_a_bank_is_given_up_after_a_day_and_paid_later_it_goes_back() {
        CustomerId customer = house.paying("bank@example.org", "standard");
        house.add(customer, Method.CARD, TestMeans.CONFIRMED_ALWAYS);
        house.begin(customer, "private");
        Charge charge = house.newest(customer);
        house.comes(charge.invoice(), ChargeState.WANTS_CUSTOMER);
        assertThat(house.state(customer)).isEqualTo(State.ACTIVE);
        assertThatThrownBy(() -> house.changes().quote(customer, "private"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("payment-plan-open"));
        java.net.URI page =
                house.door().pay(customer, charge.invoice(), java.net.URI.create("https://portal.example/x"));
        house.clock.advance(PlanChanges.PATIENCE.minusSeconds(1));
        house.changes().turn();
        assertThat(house.charge(charge.invoice()).state()).isEqualTo(ChargeState.WANTS_CUSTOMER);
        house.clock.advance(Duration.ofSeconds(1));
        house.changes().turn();
        assertThat(house.charge(charge.invoice()).state()).isEqualTo(ChargeState.TAKEN_BACK);
        PaymentHouse.type(page, TestMeans.GOOD);
        house.until(
                "the payment goes back",
                () -> house.door().refunds(charge.invoice()).stream()
                        .anyMatch(r -> r.state().equals("done")));
        assertThat(house.plan(customer).offer()).isEqualTo("standard");
    }

    @Test
    void cut_off_at_any_step_the_change_is_paid_and_taken_once() {
        CustomerId customer = house.paying("killed@example.org", "standard");
        TransactionTemplate transactions = house.control.door(TransactionTemplate.class);
        Quote quote = house.changes().quote(customer, "private");
        int documents = house.documents(customer).size();
        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    house.changes().begin(customer, "private", PlanChanges.Seen.of(quote), PaymentHouse.TEST);
                    throw new IllegalStateException("killed before the intent is committed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(house.documents(customer)).hasSize(documents);
        assertThat(house.changes().open(customer)).isEmpty();

        // Asked, and killed before the answer is noted: the provider has the money, nobody here knows.
        house.test().away(true);
        house.begin(customer, "private");
        Charge charge = house.newest(customer);
        house.until("asked in vain", () -> house.charge(charge.invoice()).state() == ChargeState.ACTING);
        house.test().away(false);
        Charge acting = house.charge(charge.invoice());
        PaymentProvider provider = house.control.door(Till.class).provider().orElseThrow();
        String payer = house.column(
                        "SELECT provider_id FROM payment.payer WHERE customer_id = '" + customer.value() + "'")
                .getFirst();
        PaymentProvider.Attempt said =
                provider.charge(payer, acting.means().orElseThrow(), acting.bill(), acting.key());
        Charges charges = house.works().charges().orElseThrow();
        assertThatThrownBy(() -> transactions.executeWithoutResult(_ -> {
                    charges.note(charge.invoice(), said);
                    throw new IllegalStateException("killed before the outcome is committed");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(house.plan(customer).offer()).isEqualTo("standard");
        house.clock.advance(Duration.ofMinutes(5));
        house.comes(charge.invoice(), ChargeState.PAID);
        charges.note(charge.invoice(), said);
        assertThat(house.plan(customer).offer()).isEqualTo("private");
        assertThat(house.documents(customer)).as("one invoice, one credit note").hasSize(documents + 2);
        assertThat(house.door().refunds(charge.invoice())).isEmpty();
        assertThat(house.charge(charge.invoice()).attempts()).isEqualTo(1);
    }

    @Test
    void a_price_that_changes_keeps_what_was_signed_and_what_was_shown_is_what_is_paid() {
        Offers offers = house.control.door(Offers.class);
        CustomerId customer = house.paying("price@example.org", "standard");
        Quote shown = house.changes().quote(customer, "private");
        Offer now = offers.get("private");
        offers.put(PaymentHouse.dearer(now, now.price().minor() + 1_000), PaymentHouse.TEST);
        assertThatThrownBy(
                        () -> house.changes().begin(customer, "private", PlanChanges.Seen.of(shown), PaymentHouse.TEST))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("payment-change-moved"));
        house.begin(customer, "private");
        int signed = offers.get("private").version();
        offers.put(PaymentHouse.dearer(offers.get("private"), now.price().minor()), PaymentHouse.TEST);
        house.comes(house.newest(customer).invoice(), ChargeState.PAID);
        assertThat(house.plan(customer).version()).isEqualTo(signed);
        assertThat(house.renewal(customer).version()).isEqualTo(signed);

        Quote back = house.changes().quote(customer, "private");
        assertThat(back.atOnce()).as("the same plan, cheaper by now").isFalse();
    }

    @Test
    void a_year_instead_of_months_begins_a_period_of_its_own() {
        Offers offers = house.control.door(Offers.class);
        CustomerId customer = house.paying("year@example.org", "standard");
        Offer monthly = offers.get("standard");
        for (String price : List.of("500", "600")) {
            offers.put(
                    new Offer(
                            "yearly-" + price,
                            1,
                            monthly.kind(),
                            Map.of("en", "Yearly"),
                            Price.typed(price, "EUR", "year"),
                            monthly.allowance(),
                            0,
                            monthly.regions(),
                            monthly.boundAs(),
                            true,
                            monthly.since()),
                    PaymentHouse.TEST);
        }
        assertThat(house.changes().quote(customer, "yearly-500").atOnce())
                .as("cheaper than twelve months")
                .isFalse();
        house.tenDaysAreLeft(customer);
        Quote quote = house.changes().quote(customer, "yearly-600");
        assertThat(quote.atOnce()).isTrue();
        assertThat(quote.part().amount().net()).isEqualTo(60_000);
        house.begin(customer, "yearly-600");
        house.comes(house.newest(customer).invoice(), ChargeState.PAID);
        assertThat(house.renewal(customer).next()).isEqualTo(house.today().plusYears(1));
        house.begin(customer, "standard");
        assertThat(house.changes().open(customer).orElseThrow().on())
                .isEqualTo(house.today().plusYears(1));
    }

    @Test
    void an_operator_gives_back_no_more_than_the_change_cost() {
        CustomerId customer = house.paying("refund@example.org", "standard");
        house.begin(customer, "private");
        Charge charge = house.comes(house.newest(customer).invoice(), ChargeState.PAID);
        assertThatThrownBy(
                        () -> house.door().refund(charge.invoice(), Optional.empty(), "refund/all", PaymentHouse.TEST))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("payment-refund-much"));
        house.door().refund(charge.invoice(), Optional.of(1_000L), "refund/some", PaymentHouse.TEST);
        assertThat(house.door().refunds(charge.invoice()))
                .extracting(Refund::amount)
                .containsExactly(1_200L);
    }

    @Test
    void a_plan_that_is_too_small_is_refused_and_one_that_became_so_is_not_taken() {
        CustomerId customer = house.paying("small@example.org", "private");
        house.begin(customer, "standard");
        house.control
                .door(org.springframework.jdbc.core.simple.JdbcClient.class)
                .sql(
                        "INSERT INTO instance.instance (id, customer_id, slug, title, blueprint, placed_on, wanted,"
                                + " memory_limit, cpu_millis, pids_limit, settings, created_at, changed_at) VALUES ('ins_0"
                                + "c".repeat(25) + "', '" + customer.value()
                                + "', 'large', 'Large', 'dokuwiki', 'nowhere', 'stopped', 8589934593, 1000, 64, '{}', now(), now())")
                .update();
        assertThatThrownBy(() -> house.changes().quote(customer, "standard"))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("plan-small-memory"));
        house.clock.set(
                house.renewal(customer).next().atStartOfDay(ZoneOffset.UTC).toInstant());
        house.control.door(Renewals.class).turn();
        assertThat(house.plan(customer).offer()).isEqualTo("private");
        assertThat(house.comes(house.newest(customer).invoice(), ChargeState.PAID)
                        .offer())
                .contains("private");
        assertThat(house.letters("small@example.org")).contains("no room");
    }

    @Test
    void a_customer_changes_by_the_pages_and_keeps_several_means() {
        CustomerId customer = house.paying("pages@example.org", "standard");
        Browser browser = house.control.browser("portal").from("192.0.2.92");
        Customers.getIn(house.control, browser, "pages@example.org", Customers.PASSWORD);
        house.add(customer, Method.SEPA, TestMeans.SEPA_GOOD);
        Means card = house.door().means(customer).getLast();
        assertThat(card.method()).isEqualTo(Method.CARD);
        browser.get("/account/payment");
        browser.post("/account/payment/" + card.id() + "/use", Map.of());
        assertThat(house.door().means(customer).getFirst()).isEqualTo(card);
        house.clock.advance(Duration.ofSeconds(1));
        Browser.Answer asked = browser.get("/account/payment/change?offer=private");
        Quote quote = house.changes().quote(customer, "private");
        assertThat(asked.says("Change to Private")).isTrue();
        assertThat(asked.says("To be paid now")).isTrue();
        assertThat(asked.says(Amounts.say(quote.due(), "EUR", Language.EN))).isTrue();
        assertThat(browser.post(
                                "/account/payment/change",
                                Map.of("offer", "private", "day", quote.on().toString(), "amount", "1"))
                        .status())
                .isEqualTo(422);
        browser.get("/account/payment/change?offer=private");
        Browser.Answer done = browser.post(
                "/account/payment/change",
                Map.of("offer", "private", "day", quote.on().toString(), "amount", String.valueOf(quote.due())));
        assertThat(done.status()).isEqualTo(200);
        Charge charge = house.comes(house.newest(customer).invoice(), ChargeState.PAID);
        assertThat(charge.means().orElseThrow().method()).isEqualTo(Method.CARD);
        browser.get("/account/payment/change?offer=standard");
        Quote down = house.changes().quote(customer, "standard");
        assertThat(browser.post(
                                "/account/payment/change",
                                Map.of(
                                        "offer",
                                        "standard",
                                        "day",
                                        down.on().toString(),
                                        "amount",
                                        String.valueOf(down.later())))
                        .says("Keep the present plan"))
                .isTrue();
        assertThat(browser.post("/account/payment/change/withdraw", Map.of()).status())
                .isEqualTo(200);
        assertThat(house.changes().open(customer)).isEmpty();
        assertThat(browser.get("/account/payment/change?offer=nothing").status())
                .isEqualTo(422);
        for (String language : List.of("fr", "pl", "en")) {
            browser.get("/account/payment");
            browser.post("/language", Map.of("language", language));
            assertThat(browser.get("/account/payment/change?offer=standard").status())
                    .isEqualTo(200);
        }

        Means debit = house.door().means(customer).getLast();
        browser.get("/account/payment");
        browser.post("/account/payment/" + debit.id() + "/remove", Map.of());
        assertThat(house.door().means(customer)).containsExactly(card);
        browser.get("/account/payment");
        Browser.Answer warned = browser.post("/account/payment/" + card.id() + "/remove", Map.of());
        assertThat(warned.says("only means of payment")).isTrue();
        assertThat(house.door().means(customer)).containsExactly(card);
        assertThatThrownBy(() -> house.wallet().remove(customer, card.id(), false, PaymentHouse.TEST))
                .isInstanceOf(Refusal.class);
        browser.post("/account/payment/" + card.id() + "/remove", Map.of("warned", "yes"));
        assertThat(house.door().means(customer)).isEmpty();
    }
}
