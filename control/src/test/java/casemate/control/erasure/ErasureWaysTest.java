package casemate.control.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.CustomerId;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Memberships;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import casemate.control.web.Language;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What leads to an erasure, what keeps it from beginning, and who sees it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErasureWaysTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String PATH = "/account/requests/deletion";
    private static final Duration FORWARDED = Duration.ofSeconds(30);

    private ErasureHouse house;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        house = ErasureHouse.open(DATABASE, directory);
        house.door(Accounts.class)
                .createOperator(new Email("ops@example.org"), ErasureHouse.PASSWORD, Language.EN, ErasureHouse.TEST);
    }

    @AfterAll
    void stop() {
        house.close();
    }

    @Test
    void a_ripe_request_is_carried_out_and_a_hold_keeps_it_from_beginning() {
        CustomerId acme = house.customer("ann@example.org", Details.none());
        Browser ann = in("portal", "ann@example.org");
        ann.get(PATH);
        ann.post(PATH, Map.of("confirmation", "ann@example.org"));
        DataRequest request = house.door(Requests.class).of(acme).getFirst();
        Subscriptions subscriptions = house.door(Subscriptions.class);
        subscriptions.hold(acme, request.ripe().plus(Duration.ofDays(3)), "court order", ErasureHouse.TEST);
        house.clock.set(request.ripe());
        house.turn();
        assertThat(house.door(Erasures.class).of(acme)).as("held").isEmpty();
        assertThat(state(request)).isEqualTo(RequestState.ASKED);

        house.clock.advance(Duration.ofDays(3).minusSeconds(1));
        house.turn();
        assertThat(house.door(Erasures.class).of(acme)).as("a second before").isEmpty();
        house.clock.advance(Duration.ofSeconds(1));
        ErasureCase done = house.finished(acme);
        assertThat(done.cause()).isEqualTo(Cause.REQUEST);
        assertThat(state(request)).isEqualTo(RequestState.DONE);
        assertThat(subscriptions.of(acme).orElseThrow().state()).isEqualTo(State.ERASED);
        assertThat(house.door(Accounts.class).customer(acme)).isEmpty();

        Browser ops = in("console", "ops@example.org");
        assertThat(ops.get("/erasures").body()).contains(acme.value(), "It was asked for");
        assertThat(ops.get("/erasures/" + done.id()).body())
                .contains("Download the certificate", "All of it is proved");
        assertThat(ops.get("/erasures/" + done.id() + "/certificate").body()).contains("casemate.bundle.v1");
        assertThat(ops.get("/erasures/era_nobodys").status()).isEqualTo(404);
    }

    @Test
    void one_person_goes_and_nobody_else() {
        CustomerId acme = house.customer("bob@example.org", Details.none());
        house.door(Accounts.class)
                .join(new Email("cy@example.org"), ErasureHouse.PASSWORD, Language.PL, acme, "member");
        UserId cy = person("cy@example.org");
        Browser browser = in("portal", "cy@example.org");
        browser.get("/account/requests/own-deletion");
        browser.post("/account/requests/own-deletion", Map.of("confirmation", "cy@example.org"));
        DataRequest request = house.door(Requests.class).of(cy).getFirst();
        house.clock.set(request.ripe());
        Eventually.until("erased", FORWARDED, () -> {
            house.turn();
            return state(request) == RequestState.DONE;
        });
        assertThat(house.door(Accounts.class).person(cy)).isEmpty();
        assertThat(house.door(Memberships.class).count(acme)).isEqualTo(1);
        assertThat(browser.get("/account").body()).contains("password");
        assertThat(house.door(Vault.class).erased(KeyOwner.of(cy)))
                .as("a tombstone beside the keys")
                .isTrue();
        assertThat(Customers.letter(house.control.runtime(), "cy@example.org")).contains(cy.value(), "checkpoint");
        assertThat(house.door(Subscriptions.class).of(acme).orElseThrow().state())
                .isNotEqualTo(State.ERASING);
    }

    @Test
    void what_an_older_database_brings_back_is_erased_again() {
        CustomerId acme = house.customer("dee@example.org", Details.none());
        UserId dee = person("dee@example.org");
        house.door(Subscriptions.class).request(acme, ErasureHouse.TEST);
        house.finished(acme);
        assertThat(house.door(Intake.class).tombstones()).isZero();

        // As a database that was copied before has them.
        JdbcClient owner = JdbcClient.create(house.control.owner());
        house.door(ErasureTable.class).remove(acme.value());
        owner.sql("UPDATE subscription.subscription SET state = 'active' WHERE customer_id = '" + acme + "'")
                .update();
        owner.sql("INSERT INTO account.customer (id, company, created_at) VALUES ('" + acme + "', 'Dee', now())")
                .update();
        owner.sql("INSERT INTO account.person (id, email, verifier, language, created_at) VALUES ('" + dee
                        + "', 'dee@example.org', 'x', 'en', now())")
                .update();
        owner.sql("INSERT INTO account.member (person_id, customer_id, role, joined_at) VALUES ('" + dee + "', '" + acme
                        + "', 'owner', now())")
                .update();

        assertThat(house.door(Intake.class).tombstones()).isEqualTo(1);
        ErasureCase again = house.finished(acme);
        assertThat(again.cause()).isEqualTo(Cause.TOMBSTONE);
        assertThat(house.door(Accounts.class).customer(acme)).isEmpty();
        assertThat(house.door(Accounts.class).person(dee)).isEmpty();
        assertThat(house.door(Subscriptions.class).of(acme).orElseThrow().state())
                .isEqualTo(State.ERASED);
        assertThat(house.door(Intake.class).tombstones()).isZero();
    }

    private RequestState state(DataRequest request) {
        return house.door(Requests.class).find(request.id()).orElseThrow().state();
    }

    private UserId person(String email) {
        return house.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
    }

    private Browser in(String label, String email) {
        Browser browser = house.control.browser(label);
        assertThat(Customers.getIn(house.control, browser, email, ErasureHouse.PASSWORD.revealText())
                        .status())
                .isEqualTo(200);
        house.clock.advance(Duration.ofSeconds(1));
        browser.get("/account/security");
        return browser;
    }
}
