package casemate.control.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.UserId;
import casemate.control.Customers;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import casemate.ledger.Bundle;
import casemate.ledger.Ledger;
import casemate.ledger.Verdict;
import casemate.ledger.Verifier;
import casemate.promise.ErasureCertificate;
import casemate.promise.Leaf;
import casemate.promise.Region;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasuresTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Duration FORWARDED = Duration.ofSeconds(30);

    private ErasureHouse house;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        house = ErasureHouse.open(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        house.close();
    }

    /// What a process that is killed there does: nothing any more.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    @Test
    void every_table_says_what_becomes_of_its_rows() {
        Remains remains = house.door(Remains.class);
        assertThat(remains.tables()).hasSizeGreaterThan(70);
        assertThat(remains.undeclared())
                .as("say in src/main/resources/remains/SCHEMA.txt how a customer's rows are found, or why they stay")
                .isEmpty();
        assertThat(remains.declared().stream().map(Remain::table))
                .as("declared once, and there")
                .doesNotHaveDuplicates()
                .isSubsetOf(remains.tables());
        // A table with a column that leads to somebody is nobody's by mistake only.
        List<String> leading = Customers.column(house.control, """
                SELECT DISTINCT table_schema || '.' || table_name FROM information_schema.columns
                WHERE column_name IN ('customer_id', 'person_id', 'instance_id', 'recipient', 'email', 'maker_id', 'customer')
                """);
        assertThat(remains.declared())
                .filteredOn(r -> leading.contains(r.table()))
                .hasSizeGreaterThan(35)
                .noneMatch(r -> r.fate() == Remain.Fate.NOTHING);
    }

    @Test
    void a_customer_goes_step_by_step_and_the_certificate_says_so() throws Exception {
        CustomerId acme = house.customer("zelda@acme.example", details("Zyxwv Mills"));
        Instance wiki = house.instance(acme, "zyxwvwiki");
        UserId zelda = person("zelda@acme.example");
        Vault vault = house.door(Vault.class);
        Place sample = new Place("test.kept", "sample");
        byte[] kept = vault.seal(KeyOwner.of(acme), sample, "kept elsewhere".getBytes(StandardCharsets.UTF_8));
        house.door(Subscriptions.class).request(acme, ErasureHouse.TEST);

        house.turn();
        assertThat(at(acme)).isEqualTo(Step.STOP);
        assertThat(told(acme)).contains("have not stopped");
        assertThat(vault.open(KeyOwner.of(acme), sample, kept)).isNotEmpty();
        house.host(acme, 0);
        house.turn();
        assertThat(at(acme)).isEqualTo(Step.SPACES);
        assertThatThrownBy(() -> vault.open(KeyOwner.of(acme), sample, kept))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("key-destroyed"));
        String place = "'" + wiki.id() + "', 'second'";
        rows("INSERT INTO replica.place (instance_id, host) VALUES (" + place + ") RETURNING host");
        house.host(acme, 0);
        house.turn();
        assertThat(at(acme)).as("a standby is kept elsewhere").isEqualTo(Step.SPACES);
        assertThat(told(acme)).contains("standbys are not gone yet from second");
        rows("UPDATE replica.place SET gone_at = now() WHERE (instance_id, host) = (" + place + ") RETURNING host");
        house.turn();
        assertThat(at(acme)).isEqualTo(Step.SITES);
        assertThat(house.orders()).extracting(t -> t.site().name()).containsExactlyInAnyOrder("one", "two");

        house.host(acme, 3);
        house.turn();
        assertThat(at(acme)).as("what is left at a site holds it up").isEqualTo(Step.SITES);
        assertThat(told(acme)).contains("files are left at the site");
        assertThat(rows("SELECT id FROM account.customer WHERE id = '" + acme.value() + "'"))
                .hasSize(1);
        house.clock.advance(OutsideActs.AGAIN);
        ErasureCase done = house.finished(acme);

        assertThat(marked("zelda@acme.example", done)).isEmpty();
        assertThat(marked("Zyxwv Mills", done)).isEmpty();
        assertThat(house.door(Subscriptions.class).of(acme).orElseThrow().state())
                .isEqualTo(State.ERASED);
        assertThat(house.door(Accounts.class).person(zelda)).isEmpty();
        assertThat(house.door(Instances.class).get(wiki.id(), ErasureHouse.TEST).title())
                .isEmpty();
        ErasureCertificate certificate = certificate(done);
        assertThat(certificate.spaces()).isEqualTo(1);
        assertThat(certificate.sites()).isEqualTo(2);
        assertThat(certificate.copies()).isEqualTo(28);
        assertThat(certificate.left()).isZero();
        assertThat(certificate.keys()).isPositive();
        assertThat(certificate.rows()).isPositive();
        assertThat(certificate.json().text()).doesNotContain(acme.value(), "zelda", "Zyxwv");
        assertThat(steps(done)).containsExactlyElementsOf(Step.of(Of.CUSTOMER));
        String letter = Customers.letter(house.control.runtime(), "zelda@acme.example");
        assertThat(letter).contains("certifie", acme.value(), certificate.subject(), "checkpoint");
        whoKeepsTheDatabaseClearsItsFiles();
    }

    /// Tried again when it failed, and not for each erasure anew.
    private void whoKeepsTheDatabaseClearsItsFiles() {
        AtomicInteger asked = new AtomicInteger();
        house.control.control().clearedBy(() -> {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("a table is in use");
            }
            return true;
        });
        for (int expected : new int[] {1, 1, 2, 2}) {
            house.turn();
            assertThat(asked).hasValue(expected);
            house.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        }
    }

    @Test
    void the_host_that_an_instance_was_on_empties_its_sites() throws Exception {
        CustomerId acme = house.customer("far@acme.example", details("Far"));
        Instance wiki = house.instance(acme, "farwiki");
        house.control.control().host(ErasureHouse.SECOND, new Region("FR"));
        house.door(TransactionTemplate.class)
                .executeWithoutResult(_ -> house.door(Instances.class).move(wiki.id(), ErasureHouse.SECOND));
        house.door(Subscriptions.class).request(acme, ErasureHouse.TEST);
        house.turn();
        house.host(acme, 0);
        house.turn();
        assertThat(at(acme)).isEqualTo(Step.SITES);
        assertThat(house.orders()).noneMatch(task -> task.instance().equals(wiki.id()));
        assertThat(house.orders(ErasureHouse.SECOND))
                .extracting(task -> task.site().name())
                .containsExactlyInAnyOrder("one", "two");
        assertThat(certificate(house.finished(acme)).sites()).isEqualTo(2);
    }

    /// Everything is killed at each point between two durable writes, once; another replica goes on every
    /// time.
    @Test
    void killed_anywhere_it_is_finished_by_another_replica_and_nothing_is_done_twice() {
        CustomerId acme = house.customer("kit@acme.example", details("Kit"));
        house.instance(acme, "kitwiki");
        house.door(Subscriptions.class).request(acme, ErasureHouse.TEST);
        String id = house.door(Erasures.class).of(acme).orElseThrow().id();
        Set<String> died = new HashSet<>();
        Advance dying = house.door(Advance.class).crossing(point -> {
            if (died.add(point)) {
                throw new Killed();
            }
        });
        Eventually.until("erased in spite of all", FORWARDED, () -> {
            try {
                dying.on(id);
            } catch (Killed _) {
                house.door(Advance.class).on(id);
                assertThat(house.door(ErasureTable.class).find(id).orElseThrow().open())
                        .as("its claim has not run out")
                        .isTrue();
                house.clock.advance(Advance.LEASE);
            }
            house.host(acme, 0);
            return !house.door(Erasures.class).get(id).open();
        });
        assertThat(died).hasSize(2 * Step.of(Of.CUSTOMER).size());
        assertThat(rows("SELECT recipient FROM mail.message WHERE recipient = 'kit@acme.example'"))
                .as("one letter, that with the certificate")
                .hasSize(1);
        assertThat(rows("SELECT action FROM audit.event WHERE object = '" + id + "' ORDER BY number"))
                .containsExactly("erasure.begin", "erasure.key", "erasure.rows", "erasure.end");
        assertThat(certificate(house.door(Erasures.class).get(id)).spaces()).isEqualTo(1);
    }

    @Test
    void who_lost_the_claim_records_nothing() {
        CustomerId acme = house.customer("lou@acme.example", details("Lou"));
        house.door(Subscriptions.class).request(acme, ErasureHouse.TEST);
        String id = house.door(Erasures.class).of(acme).orElseThrow().id();
        ErasureTable table = house.door(ErasureTable.class);
        house.door(Advance.class)
                .crossing(point -> {
                    if (point.equals("after rows")) {
                        house.clock.advance(Advance.LEASE);
                        assertThat(table.claim(
                                        id,
                                        house.clock.instant(),
                                        house.clock.instant().plus(Advance.LEASE)))
                                .isPresent();
                    }
                })
                .on(id);
        assertThat(table.find(id).orElseThrow().step()).isEqualTo(Step.ROWS);
        assertThat(house.door(Accounts.class).customer(acme)).isPresent();
        house.clock.advance(Advance.LEASE);
        house.finished(acme);
    }

    private static Details details(String company) {
        return new Details(
                Optional.of(company),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private UserId person(String email) {
        return house.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
    }

    private Step at(CustomerId customer) {
        return house.door(Erasures.class).of(customer).orElseThrow().step();
    }

    private String told(CustomerId customer) {
        return house.door(Erasures.class).of(customer).orElseThrow().told();
    }

    private List<Step> steps(ErasureCase done) {
        return house.door(Erasures.class).steps(done.id()).stream()
                .map(StepDone::step)
                .toList();
    }

    private ErasureCertificate certificate(ErasureCase done) {
        Bundle bundle = Bundle.parse(house.door(Erasures.class).certificate(done.id()));
        assertThat(Verifier.of(house.door(Ledger.class).verifierKey()).bundle(bundle))
                .isInstanceOf(Verdict.Holds.class);
        return (ErasureCertificate) Leaf.decode(bundle.leaves().getFirst().entry());
    }

    /// In which tables a word stands, wherever in a row; the letter with the certificate is sent after all,
    /// and stays in the outbox for its time.
    private List<String> marked(String word, ErasureCase done) {
        JdbcClient jdbc = JdbcClient.create(house.control.owner());
        return house.door(Remains.class).tables().stream()
                .filter(table -> jdbc.sql("SELECT count(*) FROM " + table + " t WHERE strpos(t::text, :word) > 0"
                                        + (table.equals("mail.message") ? " AND t.created_at < :end" : ""))
                                .param("word", word)
                                .param("end", done.ended().orElseThrow().atOffset(java.time.ZoneOffset.UTC))
                                .query(Long.class)
                                .single()
                        > 0)
                .toList();
    }

    private List<String> rows(String sql) {
        return Customers.column(house.control, sql);
    }
}
