package casemate.control.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InvoicesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 1);
    private static final LocalDate LAST = LocalDate.of(2026, 11, 30);

    private TestControl control;
    private Invoices invoices;
    private CustomerId customer;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        invoices = control.door(Invoices.class);
        customer = customer("buyer@example.org", "FR", "Acheteur SARL");
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void an_invoice_has_its_number_vat_and_paper_and_asked_again_for_the_same_it_is_the_same() {
        LegalEntity entity = entity("ONE");
        Document issued = invoices.issue(wanted(entity, "november", 4990), TEST);
        assertThat(issued.number()).isEqualTo("ONE-000001");
        assertThat(issued.net()).isEqualTo(4990);
        assertThat(issued.tax()).isEqualTo(998);
        assertThat(issued.gross()).isEqualTo(5988);
        assertThat(issued.keptUntil()).isAfterOrEqualTo(issued.issuedOn().plusYears(7));
        assertThat(invoices.issue(wanted(entity, "november", 4990), TEST)).isEqualTo(issued);
        assertThat(invoices.issue(wanted(entity, "december", 4990), TEST).number())
                .isEqualTo("ONE-000002");
        byte[] paper = invoices.paper(issued);
        assertThat(invoices.paper(issued)).isEqualTo(paper);
        assertThat(invoices.of(customer, "", 50)).contains(issued);
        assertThatThrownBy(() -> invoices.get(new CustomerId("cus_0" + "b".repeat(25)), issued.id()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void many_issuers_at_once_some_given_up_and_some_cut_off_leave_neither_gap_nor_double() throws Exception {
        LegalEntity entity = entity("MANY");
        TransactionTemplate transactions = control.door(TransactionTemplate.class);
        JdbcClient jdbc = control.door(JdbcClient.class);
        int tries = 60;
        AtomicInteger committed = new AtomicInteger();
        try (ExecutorService issuers = Executors.newFixedThreadPool(6)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < tries; i++) {
                int n = i;
                work.add(() -> {
                    try {
                        transactions.executeWithoutResult(status -> {
                            // Two of three ask for a cause of their own, the third for one that others ask for, too.
                            invoices.issue(wanted(entity, n % 3 == 0 ? "shared " + n % 4 : "own " + n, 100 + n), TEST);
                            switch (n % 5) {
                                case 1 -> status.setRollbackOnly();
                                case 2 -> cut(jdbc);
                                default -> {}
                            }
                        });
                        committed.incrementAndGet();
                    } catch (DataAccessException | TransactionException e) {
                        // Cut off: nothing of it may be there.
                        return null;
                    }
                    return null;
                });
            }
            for (Future<Void> done : issuers.invokeAll(work)) {
                done.get();
            }
        }
        List<Long> serials = jdbc.sql("SELECT serial FROM invoice.document WHERE entity_id = :id ORDER BY serial")
                .param("id", entity.id())
                .query((row, _) -> row.getLong(1))
                .list();
        assertThat(serials).hasSizeGreaterThan(15).hasSizeLessThan(tries);
        assertThat(committed.get()).isGreaterThan(15);
        // Nobody needs their papers here.
        jdbc.sql("DELETE FROM invoice.waiting").update();
        assertThat(serials)
                .isEqualTo(LongStream.rangeClosed(1, serials.size()).boxed().toList());
        assertThat(jdbc.sql("SELECT serial FROM invoice.series WHERE entity_id = :id")
                        .param("id", entity.id())
                        .query(Long.class)
                        .single())
                .isEqualTo(serials.size());
    }

    /// What kill -9 of this program is for the database: the connection is gone in the middle.
    private void cut(JdbcClient jdbc) {
        int backend = jdbc.sql("SELECT pg_backend_pid()").query(Integer.class).single();
        JdbcClient.create(control.runtime())
                .sql("SELECT pg_terminate_backend(:pid)")
                .param("pid", backend)
                .query((row, _) -> row.getBoolean(1))
                .single();
    }

    @Test
    void the_database_lets_nobody_change_take_away_or_skip_one() {
        LegalEntity entity = entity("HARD");
        Document issued = invoices.issue(wanted(entity, "hard", 100), TEST);
        JdbcClient program = JdbcClient.create(control.runtime());
        JdbcClient owner = JdbcClient.create(control.owner());
        for (String table : List.of("document", "content", "paper")) {
            refused(program, "DELETE FROM invoice." + table);
            refused(program, "TRUNCATE invoice." + table + " CASCADE");
            refused(owner, "TRUNCATE invoice." + table + " CASCADE");
        }
        for (JdbcClient who : List.of(program, owner)) {
            refused(who, "UPDATE invoice.document SET net = 1");
            refused(who, "UPDATE invoice.document SET kept_until = kept_until");
            refused(who, "UPDATE invoice.series SET serial = serial + 1");
            refused(who, "UPDATE invoice.series SET serial = serial - 1");
            refused(who, """
                    INSERT INTO invoice.document (id, entity_id, serial, number, kind, cause, customer_id, currency, net,
                        tax, issued_on, due_on, issued_at, kept_until, content_sha256)
                    SELECT 'inv_x', entity_id, serial + 7, 'X-1', kind, 'x', customer_id, currency, net, tax, issued_on,
                        due_on, issued_at, kept_until, content_sha256 FROM invoice.document LIMIT 1
                    """);
        }
        refused(owner, "DELETE FROM invoice.content");
        refused(owner, "DELETE FROM invoice.waiting; DELETE FROM invoice.document");
        assertThat(control.door(InvoiceTable.class).forgetEnded()).isZero();
        assertThat(invoices.get(issued.id())).isEqualTo(issued);
    }

    private static void refused(JdbcClient who, String sql) {
        assertThatThrownBy(() -> who.sql(sql).update()).as(sql).isInstanceOf(DataAccessException.class);
    }

    @Test
    void what_was_sealed_otherwise_is_found_out() {
        LegalEntity entity = entity("SEAL");
        Document one = invoices.issue(wanted(entity, "one", 100), TEST);
        Document two = invoices.issue(wanted(entity, "two", 200), TEST);
        JdbcClient.create(control.runtime())
                .sql("UPDATE invoice.content SET sealed = (SELECT sealed FROM invoice.content WHERE document_id = :two)"
                        + " WHERE document_id = :one")
                .param("one", one.id())
                .param("two", two.id())
                .update();
        assertThatThrownBy(() -> invoices.content(one)).isInstanceOf(IllegalStateException.class);
        assertThat(invoices.content(two).lines().getFirst().unit()).isEqualTo(200);
    }

    @Test
    void a_credit_note_takes_back_a_part_then_the_rest_and_never_more() {
        LegalEntity entity = entity("BACK");
        Document invoice = invoices.issue(wanted(entity, "year", 10_005), TEST);
        assertThat(invoice.tax()).isEqualTo(2001);
        Document part = invoices.credit(invoice.id(), "a", Optional.of(new Line("One week", 1, 2_502)), TEST);
        assertThat(part.number()).isEqualTo("BACK-000002");
        assertThat(part.creditNote()).isTrue();
        assertThat(part.tax()).isEqualTo(500);
        assertThat(invoices.credit(invoice.id(), "a", Optional.of(new Line("One week", 1, 2_502)), TEST))
                .isEqualTo(part);
        assertThatThrownBy(() -> invoices.credit(invoice.id(), "b", Optional.of(new Line("Too much", 1, 7_504)), TEST))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("invoice-credited"));
        Document rest = invoices.credit(invoice.id(), "c", Optional.empty(), TEST);
        assertThat(rest.net() + part.net()).isEqualTo(invoice.net());
        assertThat(rest.tax() + part.tax()).isEqualTo(invoice.tax());
        assertThatThrownBy(() -> invoices.credit(invoice.id(), "d", Optional.empty(), TEST))
                .isInstanceOf(Refusal.class);
        assertThat(new String(invoices.paper(part), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF");
    }

    @Test
    void the_end_of_a_customer_and_of_its_key_takes_no_invoice_with_it() {
        CustomerId gone = customer("gone@example.org", "FR", "Parti SA");
        LegalEntity entity = entity("LIF");
        Document issued = invoices.issue(
                new Wanted(entity.id(), gone, "last", "EUR", List.of(new Line("Plan", 1, 100)), FIRST, LAST, 30), TEST);
        control.door(Vault.class).discard(KeyOwner.of(gone));
        JdbcClient.create(control.owner())
                .sql("DELETE FROM account.customer WHERE id = ?")
                .param(gone.value())
                .update();
        assertThat(invoices.content(issued).buyer().name()).isEqualTo("Parti SA");
        assertThat(invoices.paper(issued)).isNotEmpty();
    }

    @Test
    void after_its_years_it_is_forgotten_and_not_before() {
        LegalEntity entity = entity("OLD");
        plant(entity, 1, "current_date - 1");
        plant(entity, 2, "current_date");
        assertThat(control.door(InvoiceTable.class).forgetEnded()).isEqualTo(1);
        assertThat(Customers.column(
                        control, "SELECT serial FROM invoice.document WHERE entity_id = '" + entity.id() + "'"))
                .containsExactly("2");
    }

    private void plant(LegalEntity entity, int serial, String keptUntil) {
        control.door(TransactionTemplate.class).executeWithoutResult(_ -> {
            JdbcClient jdbc = control.door(JdbcClient.class);
            control.door(InvoiceTable.class).take(entity.id(), serial);
            jdbc.sql("""
                    INSERT INTO invoice.document (id, entity_id, serial, number, kind, cause, customer_id, currency, net,
                        tax, issued_on, due_on, issued_at, kept_until, content_sha256)
                    VALUES (:id, :entity, :serial, :id, 'invoice', :id, :customer, 'EUR', 0, 0, DATE '2019-01-01',
                        DATE '2019-01-01', now(), %s, decode(repeat('00', 32), 'hex'))
                    """.formatted(keptUntil))
                    .param("id", "inv_" + entity.prefix() + serial)
                    .param("entity", entity.id())
                    .param("serial", serial)
                    .param("customer", customer.value())
                    .update();
        });
    }

    @Test
    void an_operator_sets_up_the_company_writes_an_invoice_and_the_customer_is_told_and_downloads_it() {
        control.door(Accounts.class).createOperator(new Email("desk@example.org"), PASSWORD, Language.EN, TEST);
        Browser desk = control.browser("console");
        Customers.getIn(control, desk, "desk@example.org", Customers.PASSWORD);
        desk.get("/invoices/companies");
        Map<String, String> company = new LinkedHashMap<>(Map.of(
                "prefix", "DESK",
                "name", "Éditeur SAS",
                "address", "1 rue de la Paix",
                "postcode", "75002",
                "city", "Paris",
                "country", "FR",
                "vat-number", "FR 40 303 265 045",
                "registration", "RCS Paris 303265045",
                "email", "billing@vendor.example",
                "bank", "FR76 3000 6000 0112 3456 7890 189 AGRIFRPP"));
        assertThat(desk.post("/invoices/companies", with(company, "bank", "FR00 1234"))
                        .status())
                .isEqualTo(422);
        assertThat(desk.post("/invoices/companies", company).says("FR7630006000011234567890189"))
                .isTrue();
        String path = "/customers/" + customer.value() + "/invoices";
        String form = desk.get(path).body();
        Map<String, String> typed = new LinkedHashMap<>(Map.of(
                "cause", "1",
                "entity", find(form, "DESK"),
                "text", "Hosting, November",
                "quantity", "1",
                "price", "49.90",
                "currency", "EUR",
                "from", "2026-11-01",
                "until", "2026-11-30"));
        assertThat(desk.post(path, with(typed, "price", "a lot")).status()).isEqualTo(422);
        assertThat(desk.post(path, with(typed, "currency", "USD")).status()).isEqualTo(422);
        JdbcClient.create(control.runtime()).sql("DELETE FROM invoice.waiting").update();
        Browser.Answer issued = desk.post(path, typed);
        assertThat(issued.says("DESK-000001")).isTrue();
        Eventually.until("the customer is told", Duration.ofSeconds(60), () -> {
            // The program's own worker may have it in hand.
            control.door(PaperWorker.class).turn();
            return Customers.column(control, "SELECT subject FROM mail.message WHERE recipient = 'buyer@example.org'")
                    .contains("Your invoice DESK-000001");
        });
        Browser buyer = control.browser("portal");
        Customers.getIn(control, buyer, "buyer@example.org", Customers.PASSWORD);
        Browser.Answer list = buyer.get("/account/invoices");
        assertThat(list.says("DESK-000001")).isTrue();
        String paper = list.find("href=\"(/account/invoices/inv_[^\"]+)\">DESK-000001");
        Browser.Answer pdf = buyer.getOnly(paper);
        assertThat(pdf.status()).isEqualTo(200);
        assertThat(pdf.headers().toString()).contains("DESK-000001.pdf");
        customer("stranger@example.org", "FR", "Autre SA");
        Browser stranger = control.browser("portal");
        Customers.getIn(control, stranger, "stranger@example.org", Customers.PASSWORD);
        assertThat(stranger.getOnly(paper).status()).isEqualTo(404);
        Browser.Answer credited = desk.post(issued.path() + "/credit", Map.of());
        assertThat(credited.says("DESK-000002")).isTrue();
    }

    private static String find(String form, String prefix) {
        return Pattern.compile("<option value=\"(ent_[^\"]+)\"[^>]*>" + prefix)
                .matcher(form)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    private static Map<String, String> with(Map<String, String> fields, String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(fields);
        changed.put(name, value);
        return changed;
    }

    private LegalEntity entity(String prefix) {
        return invoices.put(prefix, Papers.seller(), true, false, TEST);
    }

    private Wanted wanted(LegalEntity entity, String cause, long unit) {
        return new Wanted(entity.id(), customer, cause, "EUR", List.of(new Line("Hosting", 1, unit)), FIRST, LAST, 30);
    }

    private CustomerId customer(String email, String country, String company) {
        return control.door(Accounts.class)
                .createCustomer(
                        new SignUp(
                                new Email(email),
                                PASSWORD,
                                Language.EN,
                                Details.typed(company, "Ann", "Rue 1", "75001", country, "")),
                        TEST)
                .customer();
    }
}
