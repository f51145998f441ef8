package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.field.ColumnSeal;
import casemate.control.field.FieldTurn;
import casemate.control.field.Fields;
import casemate.control.field.Rotation;
import casemate.control.field.Rotations;
import casemate.control.field.SealedTable;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.vault.HeldKey;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedFieldsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final int TENANTS = 100;
    private static final Actor TEST = new Actor.Program("test");
    private static final Details DETAILS =
            Details.typed("Lilas SARL", "Ada Lovelace", "12 Rue des Lilas", "75020", "FR", "FR12345678901");

    private final TestClock clock = TestClock.at(Instant.now());
    private TestControl control;
    private Accounts accounts;
    private Store store;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory, clock);
        accounts = control.door(Accounts.class);
        store = control.door(Store.class);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void what_an_older_release_kept_in_clear_reads_alike_before_and_after_it_is_sealed() {
        CustomerId id = customer(Details.none());
        JdbcClient owner = JdbcClient.create(control.owner());
        owner.sql("ALTER TABLE account.customer DROP CONSTRAINT customer_sealed")
                .update();
        owner.sql("""
                UPDATE account.customer SET company = 'Lilas SARL', contact_name = 'Ada Lovelace',
                    address = '12 Rue des Lilas', postcode = '75020', country = 'FR', vat_number = 'FR12345678901'
                WHERE id = ?
                """).param(id.value()).update();
        assertThat(details(id)).isEqualTo(DETAILS);
        assertThat(new FieldTurn(control).move(SealedDetails.customers())).isTrue();
        assertThat(details(id)).isEqualTo(DETAILS);
        assertThat(Customers.column(control, "SELECT id FROM account.customer WHERE contact_name IS NOT NULL"))
                .isEmpty();
        assertThat(Customers.column(control, "SELECT encode(vat_number_sealed, 'escape') FROM account.customer"))
                .noneMatch(v -> v.contains("FR123"));
        owner.sql("ALTER TABLE account.customer ADD CONSTRAINT customer_sealed CHECK (contact_name IS NULL"
                        + " AND address IS NULL AND postcode IS NULL AND vat_number IS NULL) NOT VALID")
                .update();
    }

    @Test
    void a_table_is_looked_through_at_each_start_until_nothing_of_an_older_release_is_left() throws Exception {
        SealingKey file = control.door(SealingKey.class);
        ColumnSeal seal = new ColumnSeal(control.door(Fields.class), "old.thing", file, id -> "old.thing/" + id);
        SealedTable table = seal.table("old.thing", "sealed", "id", "id", SealedTable.PLATFORM);
        JdbcClient owner = JdbcClient.create(control.owner());
        owner.sql("CREATE SCHEMA old").update();
        owner.sql("CREATE TABLE old.thing (id text PRIMARY KEY, sealed bytea)").update();
        owner.sql("GRANT USAGE ON SCHEMA old TO casemate_control").update();
        owner.sql("GRANT SELECT, UPDATE ON old.thing TO casemate_control").update();
        for (String id : List.of("one", "two")) {
            owner.sql("INSERT INTO old.thing VALUES (?, ?)")
                    .params(id, file.seal("old.thing/" + id, Secret.of(id)))
                    .update();
        }
        FieldTurn start = new FieldTurn(control);
        try (var held = control.owner().getConnection()) {
            held.setAutoCommit(false);
            held.createStatement().execute("SELECT FROM old.thing WHERE id = 'one' FOR UPDATE");
            assertThat(start.move(table)).isTrue();
            assertThat(start.move(table)).isTrue();
            assertThat(moved()).as("a request held a row").doesNotContain("old.thing");
            held.rollback();
        }
        assertThat(start.move(table)).isTrue();
        assertThat(moved()).as("there was something to do").doesNotContain("old.thing");
        assertThat(start.move(table)).isTrue();
        assertThat(moved()).contains("old.thing");
        assertThat(Customers.column(control, "SELECT encode(sealed, 'hex') FROM old.thing"))
                .hasSize(2)
                .allMatch(v -> control.door(Vault.class)
                        .holds(KeyOwner.PLATFORM, HexFormat.of().parseHex(v)));
        owner.sql("DROP SCHEMA old CASCADE").update();
    }

    private List<String> moved() {
        return Customers.column(control, "SELECT name FROM field.moved");
    }

    @Test
    void the_database_itself_takes_no_clear_value() {
        CustomerId id = customer(DETAILS);
        JdbcClient jdbc = JdbcClient.create(control.runtime());
        assertThatThrownBy(() -> jdbc.sql("UPDATE account.customer SET address = '1 Street' WHERE id = ?")
                        .param(id.value())
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void without_its_key_a_customers_page_says_so_calmly_and_nothing_is_written_over() {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, "gone@example.org");
        browser.get("/account");
        Map<String, String> form =
                new LinkedHashMap<>(Map.of("contact-name", "Grace Hopper", "postcode", "1000", "country", "BE"));
        assertThat(browser.post("/account", form).says("Grace Hopper")).isTrue();
        Person person =
                accounts.find(Kind.CUSTOMER, Email.parse("gone@example.org")).orElseThrow();
        CustomerId id = accounts.acting(person.id(), Optional.empty())
                .flatMap(Acting::membership)
                .orElseThrow()
                .customer();
        control.door(Vault.class).destroy(KeyOwner.of(id));
        Browser.Answer page = browser.get("/account");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.says("cannot be read any more")).isTrue();
        assertThat(page.says("Grace Hopper")).isFalse();
        assertThat(browser.post("/account", form).status()).isEqualTo(404);
    }

    @Test
    void a_hundred_keys_are_rotated_while_requests_run_and_the_old_ones_go_when_no_copy_needs_them() throws Exception {
        Vault vault = control.door(Vault.class);
        Rotations rotations = control.door(Rotations.class);
        List<CustomerId> customers = new ArrayList<>();
        Map<CustomerId, HeldKey> before = new LinkedHashMap<>();
        for (int i = 0; i < TENANTS; i++) {
            CustomerId id = customer(DETAILS);
            customers.add(id);
            before.put(id, vault.keys(KeyOwner.of(id)).getLast());
        }
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicLong requests = new AtomicLong();
        Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
        List<Thread> visitors = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            int from = i;
            visitors.add(Thread.ofVirtual().start(() -> {
                for (int n = from; going.get(); n++) {
                    CustomerId id = customers.get(n % TENANTS);
                    try {
                        assertThat(details(id)).isEqualTo(DETAILS);
                        accounts.change(id, DETAILS, TEST);
                        requests.incrementAndGet();
                    } catch (RuntimeException | AssertionError e) {
                        failed.add(e);
                    }
                }
            }));
        }
        assertThat(rotations.rotate(Optional.empty(), TEST)).isGreaterThanOrEqualTo(TENANTS);
        assertThat(rotations.rotate(Optional.of(customers.getFirst()), TEST)).isLessThanOrEqualTo(1);
        new FieldTurn(control).turnUntil(Rotation.State.KEPT, clock);
        going.set(false);
        for (Thread visitor : visitors) {
            visitor.join();
        }
        assertThat(failed).isEmpty();
        assertThat(requests.get()).isPositive();
        for (CustomerId id : customers) {
            assertThat(rotations.left(KeyOwner.of(id))).isZero();
            assertThat(vault.keys(KeyOwner.of(id)).getFirst()).isEqualTo(before.get(id));
        }
        clock.advance(Rotations.KEPT.plus(Duration.ofMinutes(1)));
        new FieldTurn(control).turnUntil(Rotation.State.DONE, clock);
        for (CustomerId id : customers) {
            assertThat(vault.keys(KeyOwner.of(id))).hasSize(1).doesNotContain(before.get(id));
            assertThat(details(id)).isEqualTo(DETAILS);
        }
        assertThat(Customers.column(
                        control, "SELECT detail->>'key' FROM audit.event WHERE action = 'field.destroy-key'"))
                .containsAll(
                        before.values().stream().map(k -> k.id().toString()).toList());
    }

    private Details details(CustomerId id) {
        Customer customer = accounts.customer(id).orElseThrow();
        assertThat(customer.readable()).isTrue();
        return customer.details();
    }

    private CustomerId customer(Details details) {
        Ids ids = control.door(Ids.class);
        CustomerId id = ids.customer();
        UserId user = ids.user();
        store.persons().addCustomer(id, details, clock.instant());
        Email email = Email.parse(user.value().substring(4) + "@example.org");
        store.persons().addPerson(Person.customer(user, email, Language.EN, clock.instant()), "none");
        store.members().add(new Membership(user, id, Optional.of(Membership.OWNER), clock.instant()));
        return id;
    }
}
