package casemate.control.payment;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.Outside;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.invoice.Document;
import casemate.control.invoice.Invoices;
import casemate.control.offer.Offer;
import casemate.control.offer.Price;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscription;
import casemate.control.subscription.Subscriptions;
import casemate.control.testpayment.TestMeans;
import casemate.control.testpayment.TestProvider;
import casemate.control.web.Language;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/// A platform whose customers pay the test provider, with a company that sells.
final class PaymentHouse implements AutoCloseable {
    static final Actor TEST = new Actor.Program("test");
    static final Duration LIMIT = Duration.ofSeconds(60);
    private static final URI BACK = URI.create("https://portal.casemate.localhost/account/payment");

    final TestControl control;
    final TestClock clock;

    private PaymentHouse(TestControl control, TestClock clock) {
        this.control = control;
        this.clock = clock;
    }

    static PaymentHouse open(TestDatabase database, Path directory) throws IOException {
        TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
        TestControl control = TestControl.start(
                database,
                directory,
                clock,
                TestControl.outside(Outside.NOTHING.withPayment(new PaymentSettings.Test())));
        control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        PaymentHouse house = new PaymentHouse(control, clock);
        house.company();
        return house;
    }

    private void company() {
        Browser console = operator();
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "prefix", "PAY",
                "name", "Vendeur SAS",
                "address", "1 rue de la Paix",
                "postcode", "75002",
                "city", "Paris",
                "country", "FR",
                "registration", "RCS Paris 123 456 789",
                "email", "billing@vendor.example",
                "bank", "FR76 3000 6000 0112 3456 7890 189 AGRIFRPP"));
        form.put("vat-number", "FR40303265045");
        console.get("/invoices/companies");
        assertThat(console.post("/invoices/companies", form).status()).isEqualTo(200);
    }

    Browser operator() {
        String email = "op@example.org";
        if (Customers.column(control, "SELECT id FROM account.person WHERE email = '" + email + "'")
                .isEmpty()) {
            control.door(Accounts.class)
                    .createOperator(Email.parse(email), Secret.of(Customers.PASSWORD), Language.EN, TEST);
        }
        Browser console = control.browser("console");
        Customers.getIn(control, console, email, Customers.PASSWORD);
        return console;
    }

    CustomerId customer(String email) {
        return customer(email, Language.EN);
    }

    CustomerId customer(String email, Language language) {
        return control.door(Accounts.class)
                .createCustomer(
                        new SignUp(
                                Email.parse(email),
                                Secret.of(Customers.PASSWORD),
                                language,
                                Details.typed("Acme", "", "", "", "FR", "")),
                        TEST)
                .customer();
    }

    /// Somebody with a card, and a plan that it should pay.
    Charge subscribed(CustomerId customer, Method method, TestMeans number) {
        add(customer, method, number);
        door().subscribe(customer, "standard", TEST);
        return newest(customer);
    }

    void add(CustomerId customer, Method method, TestMeans number) {
        int before = door().means(customer).size();
        // The newest is used, and this clock stands still by itself.
        clock.advance(Duration.ofSeconds(1));
        type(wallet().enter(customer, method, BACK), number);
        wallet().arrived(customer);
        assertThat(door().means(customer)).hasSize(before + 1);
    }

    static void type(URI page, TestMeans number) {
        HostedPage hosted = new HostedPage(page);
        HttpResponse<String> answer = hosted.type(number.number());
        if (answer.statusCode() == 200) {
            answer = hosted.confirm(number.number());
        }
        assertThat(answer.statusCode()).isEqualTo(303);
    }

    /// Waits until a charge stands there.
    Charge comes(String invoice, ChargeState state) {
        until("charge " + state, () -> charge(invoice).state() == state);
        return charge(invoice);
    }

    /// Waits, and does what the worker does now and then.
    void until(String what, Callable<Boolean> condition) {
        Eventually.until(what, LIMIT, () -> {
            control.door(PaymentWorker.class).turn();
            return condition.call();
        });
    }

    Charge charge(String invoice) {
        return door().charge(invoice).orElseThrow();
    }

    State state(CustomerId customer) {
        return control.door(Subscriptions.class).of(customer).orElseThrow().state();
    }

    Payments door() {
        return control.door(Payments.class);
    }

    Wallet wallet() {
        return control.door(Wallet.class);
    }

    TestProvider test() {
        return control.door(Till.class).test().orElseThrow();
    }

    PaymentWorks works() {
        return control.door(PaymentWorks.class);
    }

    List<String> column(String sql) {
        return Customers.column(control, sql);
    }

    PlanChanges changes() {
        return control.door(PlanChanges.class);
    }

    void begin(CustomerId customer, String offer) {
        // This clock stands still by itself, and ids go by it.
        clock.advance(Duration.ofSeconds(1));
        Quote quote = changes().quote(customer, offer);
        changes().begin(customer, offer, PlanChanges.Seen.of(quote), TEST);
    }

    /// Somebody whose plan runs and is paid.
    CustomerId paying(String email, String offer) {
        CustomerId customer = customer(email);
        add(customer, Method.CARD, TestMeans.GOOD);
        door().subscribe(customer, offer, TEST);
        comes(newest(customer).invoice(), ChargeState.PAID);
        return customer;
    }

    Charge newest(CustomerId customer) {
        return door().charges(customer).getFirst();
    }

    Subscription plan(CustomerId customer) {
        return control.door(Subscriptions.class).of(customer).orElseThrow().subscription();
    }

    List<Document> documents(CustomerId customer) {
        return control.door(Invoices.class).of(customer, "", 50);
    }

    String letters(String email) {
        return String.join("\n", column("SELECT plain FROM mail.message WHERE recipient = '" + email + "'"));
    }

    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    Renewal renewal(CustomerId customer) {
        return door().renewal(customer).orElseThrow();
    }

    /// Goes to noon of the day ten days before the next period.
    void tenDaysAreLeft(CustomerId customer) {
        clock.set(renewal(customer).next().minusDays(10).atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    /// The next version of an offer, at another price.
    static Offer dearer(Offer offer, long minor) {
        return new Offer(
                offer.name(),
                offer.version() + 1,
                offer.kind(),
                offer.titles(),
                new Price(minor, offer.price().currency(), offer.price().term()),
                offer.allowance(),
                0,
                offer.regions(),
                offer.boundAs(),
                true,
                offer.since());
    }

    /// Whatever a test did, no number is missing and none is there twice.
    void numbersHaveNoGap() {
        List<Long> serials = column("SELECT serial FROM invoice.document ORDER BY serial").stream()
                .map(Long::valueOf)
                .toList();
        assertThat(serials)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, serials.size()).boxed().toList());
    }

    @Override
    public void close() {
        control.close();
    }
}
