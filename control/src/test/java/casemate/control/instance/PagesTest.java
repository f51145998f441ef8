package casemate.control.instance;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.control.Browser;
import casemate.control.Control;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import casemate.wire.PodOrder.Limits;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Upstream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final String OPERATORS_PASSWORD = "the operators password";

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
        control.control()
                .offer(List.of(new Blueprint(
                        "dokuwiki",
                        Map.of("en", "A wiki of text files.", "fr", "Un wiki.", "pl", "Wiki."),
                        Set.of("title"),
                        new Limits(256 << 20, 500, 128))));
        control.control()
                .logsFrom((_, lines) ->
                        List.of("2026-11-21T12:00:00Z web <b>ready</b>").subList(0, Math.min(1, lines)));
        control.door(Accounts.class)
                .createOperator(new Email("ops@example.org"), Secret.of(OPERATORS_PASSWORD), Language.EN, TEST);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void aCustomerOrdersAnInstanceSeesItRunAndErasesIt() {
        Browser browser = customer("ann@example.org");
        assertThat(browser.get("/").body()).contains("You have no instance yet");
        assertThat(browser.get("/instances/new").body()).contains("A wiki of text files.");
        Browser.Answer created =
                browser.post("/instances", Map.of("blueprint", "dokuwiki", "slug", "Ann-Wiki", "title", "Ann <3"));
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.headers()).containsEntry("cache-control", "no-store");
        String password = created.find("class=\"secret\">([^<]+)<");
        assertThat(password).hasSize(23);
        String id = created.find("/instances/(ins_[0-9a-z]+)\"");

        Browser.Answer page = browser.get("/instances/" + id);
        assertThat(page.body())
                .contains("Ann &lt;3", "Ordered", "&lt;b&gt;ready")
                .doesNotContain(password);
        report(id, Phase.RUNNING);
        assertThat(browser.get("/instances/" + id + "/live").body())
                .contains("Running", "https://ann-wiki.casemate.localhost")
                .doesNotContain("<html");
        assertThat(browser.post("/instances/" + id + "/stop", Map.of()).body())
                .contains("It is being stopped.", "Stopped");

        browser.get("/instances/" + id + "/delete");
        assertThat(browser.post("/instances/" + id + "/delete", Map.of("confirmation", "nope"))
                        .status())
                .isEqualTo(422);
        assertThat(browser.post("/instances/" + id + "/delete", Map.of("confirmation", "ann-wiki"))
                        .body())
                .contains("Its erasure is ordered.", "Being erased");
        report(id, Phase.ERASED);
        assertThat(browser.get("/instances").body()).contains("You have no instance yet");
    }

    @Test
    void theNameIsJudgedWhileItIsTypedAndInTheReadersLanguage() {
        Browser browser = customer("pol@example.org").speaking("pl");
        browser.get("/instances/new");
        assertThat(browser.get("/instances/name?slug=zupelnie-nowa").body())
                .contains("zupelnie-nowa.casemate.localhost")
                .contains("good");
        assertThat(browser.get("/instances/name?slug=portal").body()).contains("bad");
    }

    @Test
    void aRefusedFormKeepsWhatWasTyped() {
        Browser browser = customer("typo@example.org");
        browser.get("/instances/new");
        Browser.Answer refused =
                browser.post("/instances", Map.of("blueprint", "dokuwiki", "slug", "trust", "title", "My own title"));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body()).contains("My own title", "reserved");
    }

    @Test
    void anotherCustomersPageIsNotThere() {
        Browser owner = customer("owner@example.org");
        owner.get("/instances/new");
        String id = owner.post("/instances", Map.of("blueprint", "dokuwiki", "slug", "owned", "title", "Owned"))
                .find("/instances/(ins_[0-9a-z]+)\"");
        Browser stranger = customer("stranger@example.org");
        for (String path : List.of("", "/live", "/delete")) {
            assertThat(stranger.get("/instances/" + id + path).status()).isEqualTo(404);
        }
        stranger.get("/instances/new");
        assertThat(stranger.post("/instances/" + id + "/stop", Map.of()).status())
                .isEqualTo(404);
        assertThat(stranger.post("/instances/" + id + "/suspend", Map.of()).status())
                .isEqualTo(404);
    }

    @Test
    void anOperatorSuspendsAndResumesAndSeesDrillsAndPolicy() {
        Browser owner = customer("held@example.org");
        owner.get("/instances/new");
        String id = owner.post("/instances", Map.of("blueprint", "dokuwiki", "slug", "held", "title", "Held"))
                .find("/instances/(ins_[0-9a-z]+)\"");
        Browser console = control.browser("console").from("198.51.100.77");
        Customers.getIn(control, console, "ops@example.org", OPERATORS_PASSWORD);
        assertThat(console.get("/instances").body()).contains("held.casemate.localhost");
        assertThat(console.post("/instances/" + id + "/suspend", Map.of()).body())
                .contains("Suspended");
        assertThat(owner.get("/instances/" + id).body()).contains("held back by the vendor");
        assertThat(console.get("/instances/" + id).body()).contains("Private listener");
        assertThat(console.post("/instances/" + id + "/listener", Map.of("listener", "apart"))
                        .body())
                .contains("served at the listener that you have named", "value=\"apart\"");
        assertThat(owner.get("/instances/" + id).body()).doesNotContain("apart");
        console.get("/instances/" + id);
        assertThat(console.post("/instances/" + id + "/resume", Map.of()).body())
                .contains("It is being started again.");

        assertThat(console.get("/drills").body()).contains("ledger-consistency");
        assertThat(console.get("/drills/ledger-consistency").status()).isEqualTo(200);
        assertThat(console.get("/drills/none").status()).isEqualTo(404);
        assertThat(console.get("/policy").body()).contains("No policy is in force");
    }

    private Browser customer(String email) {
        Language language = Language.EN;
        control.door(Accounts.class)
                .createCustomer(
                        new SignUp(new Email(email), Secret.of(Customers.PASSWORD), language, Details.none()), TEST);
        Browser browser = control.browser("portal").from("198.51.100." + (1 + Math.floorMod(email.hashCode(), 200)));
        Customers.signIn(browser, email, Customers.PASSWORD);
        return browser;
    }

    private void report(String id, Phase phase) {
        PodReport pod =
                new PodReport(new InstanceId(id), phase, List.of(new Upstream("10.77.0.2", 8080)), "", 0, 90 << 20);
        control.control().reports().receive(new AgentReport(Control.AGENT, Instant.now(), 1, List.of(pod)).encode());
    }
}
