package casemate.control.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.UserId;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.account.Kind;
import casemate.control.account.Membership;
import casemate.control.account.Memberships;
import casemate.control.web.Language;
import casemate.promise.PromiseId;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestsTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Secret PASSWORD = Secret.of(Customers.PASSWORD);
    private static final Actor TEST = new Actor.Program("test");
    private static final String PATH = "/account/requests";

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");
    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        // Nothing is carried out by itself here: an operator does.
        control = TestControl.start(DATABASE, directory, clock, TestControl.without(new PromiseId("ACC-7")));
        control.door(Accounts.class).createOperator(new Email("ops@example.org"), PASSWORD, Language.EN, TEST);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void an_owner_asks_for_deletion_all_administrators_are_told_and_it_can_be_withdrawn() {
        Browser ann = joined("ann@example.org");
        CustomerId acme = only("ann@example.org").customer();
        join("bob@example.org", acme, "administrator", Language.FR);
        join("cy@example.org", acme, "member", Language.EN);
        ann.get(PATH + "/deletion");
        Browser.Answer wrong = ann.post(PATH + "/deletion", Map.of("confirmation", "another@example.org"));
        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.says("nothing has been asked for")).isTrue();
        assertThat(requests().of(acme)).isEmpty();

        Browser.Answer asked = ann.post(PATH + "/deletion", Map.of("confirmation", "ann@example.org"));
        assertThat(asked.body()).contains("Time for second thoughts", shown(7), shown(30));
        assertThat(letter("ann@example.org")).contains(written(7, Language.EN), written(30, Language.EN));
        assertThat(letter("bob@example.org")).contains("ann@example.org a demandé", written(7, Language.FR));
        assertThat(Customers.column(control, "SELECT recipient FROM mail.message WHERE recipient = 'cy@example.org'"))
                .isEmpty();
        assertThat(ann.post(PATH + "/deletion", Map.of("confirmation", "ann@example.org"))
                        .says("There is an open request of this kind"))
                .isTrue();
        assertThat(requests().of(acme)).hasSize(1);

        Browser bob = in("portal", "bob@example.org");
        assertThat(bob.get(PATH).body()).contains("Délai de réflexion").doesNotContain("/deletion/cancel");
        assertThat(bob.postOnly(PATH + "/deletion/cancel", Map.of()).status()).isEqualTo(403);
        assertThat(ann.post(PATH + "/deletion/cancel", Map.of()).says("The request is withdrawn."))
                .isTrue();
        assertThat(ann.post(PATH + "/deletion/cancel", Map.of()).status()).isEqualTo(404);
        assertThat(letter("bob@example.org")).contains("retirée");
        assertThat(actions(requests().of(acme).getFirst().id())).containsExactly("request.ask", "request.cancel");
    }

    @Test
    void an_operator_takes_it_after_its_time_and_from_then_on_it_cannot_be_withdrawn() {
        Browser dan = joined("dan@example.org");
        CustomerId customer = only("dan@example.org").customer();
        dan.post(PATH + "/deletion", Map.of("confirmation", "DAN@example.org"));
        DataRequest request = requests().of(customer).getFirst();
        Browser ops = in("console", "ops@example.org");
        assertThat(ops.get("/requests").body()).contains(customer.value(), "Time for second thoughts");
        refused("request-cooling", () -> requests().take(request.id(), TEST));
        refused("request-not-in-hand", () -> requests().done(request.id(), TEST));
        clock.advance(Duration.between(clock.instant(), request.ripe()).minusSeconds(1));
        refused("request-cooling", () -> requests().take(request.id(), TEST));
        clock.advance(Duration.ofSeconds(1));

        Browser again = in("console", "ops@example.org");
        assertThat(again.get("/requests").body()).contains("Waits for an operator", "Take in hand");
        again.post("/requests/" + request.id() + "/take", Map.of());
        Browser back = in("portal", "dan@example.org");
        assertThat(back.get(PATH).body())
                .contains("Being carried out", "href=\"/account/erasure\"", "no longer readable")
                .doesNotContain("Have a copy made");
        assertThat(back.post(PATH + "/deletion/cancel", Map.of()).status()).isEqualTo(409);
        refused("request-not-waiting", () -> requests().take(request.id(), TEST));
        assertThat(again.get("/requests").body()).doesNotContain(request.id() + "/done");
        Browser.Answer early = again.postOnly("/requests/" + request.id() + "/done", Map.of());
        assertThat(early.status()).isEqualTo(409);
        assertThat(early.says("Only the erasure itself answers a request for deletion"))
                .isTrue();
        assertThat(requests().of(customer).getFirst().state()).isEqualTo(RequestState.TAKEN);
        requests().done(request.id(), TEST);
        assertThat(requests().of(customer).getFirst().state()).isEqualTo(RequestState.DONE);
        assertThat(letter("dan@example.org")).contains("recorded as done");
        assertThat(back.get(PATH).body()).contains("Earlier requests", "Ask for the deletion of the account");
        assertThat(actions(request.id())).containsExactly("request.ask", "request.take", "request.done");
        assertThat(again.postOnly("/requests/drq_nobodys/take", Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void a_copy_is_asked_for_at_once_and_only_by_who_may() {
        Browser eve = joined("eve@example.org");
        CustomerId customer = only("eve@example.org").customer();
        join("fay@example.org", customer, "member", Language.EN);
        assertThat(eve.get(PATH).body()).contains("href=\"/account/export\"");
        eve.get("/account/export");
        eve.post("/account/export", Map.of("sure", "yes"));
        DataRequest request = requests().of(customer).getFirst();
        assertThat(request.ripe()).isEqualTo(request.asked());
        assertThat(request.due()).isEqualTo(request.asked().plus(Duration.ofDays(30)));
        Browser fay = in("portal", "fay@example.org");
        fay.get(PATH);
        assertThat(fay.postOnly("/account/export", Map.of()).status()).isEqualTo(403);
        assertThat(fay.getOnly(PATH + "/deletion").status()).isEqualTo(403);
    }

    @Test
    void anybody_asks_for_the_end_of_their_own_sign_in_but_the_last_owner() {
        Browser gus = joined("gus@example.org");
        CustomerId customer = only("gus@example.org").customer();
        gus.get(PATH + "/own-deletion");
        assertThat(gus.post(PATH + "/own-deletion", Map.of("confirmation", "gus@example.org"))
                        .says("the last owner of an account"))
                .isTrue();
        join("hal@example.org", customer, "read-only", Language.PL);
        Browser hal = in("portal", "hal@example.org");
        hal.get(PATH + "/own-deletion");
        Browser.Answer asked = hal.post(PATH + "/own-deletion", Map.of("confirmation", "hal@example.org"));
        assertThat(asked.says("Czas do namysłu")).isTrue();
        assertThat(letter("gus@example.org")).contains("hal@example.org asked for the deletion of their own sign-in");
        assertThat(letter("hal@example.org")).contains(written(7, Language.PL));
        UserId person = only("hal@example.org").person();
        assertThat(requests().of(person)).hasSize(1);
        assertThat(gus.get(PATH).says("Earlier requests")).isFalse();
        hal.post(PATH + "/own-deletion/cancel", Map.of());
        assertThat(requests().of(person).getFirst().state()).isEqualTo(RequestState.CANCELLED);
    }

    @Test
    void a_browser_left_open_asks_for_nothing() {
        Browser ida = joined("ida@example.org");
        ida.get(PATH);
        clock.advance(Duration.ofMinutes(11));
        for (String act : List.of("/deletion", "/own-deletion")) {
            Browser.Answer answer = ida.postOnly(PATH + act, Map.of("confirmation", "ida@example.org"));
            assertThat(answer.headers().get("location")).as(act).startsWith("/step-up");
        }
        assertThat(requests().of(only("ida@example.org").customer())).isEmpty();
    }

    @Test
    void the_running_program_changes_nothing_of_a_request_but_where_it_stands() {
        for (String sql : List.of(
                "DELETE FROM request.request",
                "UPDATE request.request SET subject = 'cus_x'",
                "UPDATE request.request SET due_at = now()",
                "UPDATE request.request SET asker = 'usr_x'")) {
            assertThatThrownBy(
                            () -> JdbcClient.create(control.runtime()).sql(sql).update())
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void half_of_a_short_promise_is_left_for_doing_it() {
        Instant asked = clock.instant();
        Instant due = RequestRules.due(asked, Period.ofDays(4));
        assertThat(RequestRules.ripe(RequestKind.DELETION, asked, due)).isEqualTo(asked.plus(Duration.ofDays(2)));
        assertThat(RequestRules.ripe(RequestKind.EXPORT, asked, due)).isEqualTo(asked);
    }

    private String shown(int days) {
        return DateTimeFormatter.ofPattern("MMM d, uuuu", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(clock.instant().plus(Duration.ofDays(days)));
    }

    private String written(int days, Language language) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(language.locale())
                .withZone(ZoneOffset.UTC)
                .format(clock.instant().plus(Duration.ofDays(days)));
    }

    private static void refused(String code, Runnable act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo(code));
    }

    private List<String> actions(String request) {
        return Customers.column(
                control, "SELECT action FROM audit.event WHERE object = '" + request + "' ORDER BY number");
    }

    private String letter(String email) {
        return Customers.letter(control.runtime(), email);
    }

    private Browser joined(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        // The newest letter is read: ids of one millisecond are in no order.
        clock.advance(Duration.ofSeconds(1));
        return browser;
    }

    private Browser in(String label, String email) {
        Browser browser = control.browser(label);
        assertThat(Customers.getIn(control, browser, email, Customers.PASSWORD).status())
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        browser.get("/account/security");
        return browser;
    }

    private void join(String email, CustomerId customer, String role, Language language) {
        control.door(Accounts.class).join(new Email(email), PASSWORD, language, customer, role);
    }

    private Membership only(String email) {
        UserId person = control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
        return control.door(Memberships.class).of(person).getFirst();
    }

    private Requests requests() {
        return control.door(Requests.class);
    }
}
