package casemate.control.activity;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Json;
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
import casemate.control.audit.Audit;
import casemate.control.audit.Deed;
import casemate.control.audit.Sought;
import casemate.control.web.Language;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ActivityTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final String PATH = "/account/activity";
    private static final Pattern NEXT = Pattern.compile("href=\"([^\"]+)\" rel=\"next\"");

    private TestControl control;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory);
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void an_owner_reads_in_words_who_did_what_when_and_from_where() {
        Browser ann = joined("ann@example.org").from("198.51.100.7");
        Membership owner = only("ann@example.org");
        Browser bob = member(owner.customer(), "bob@example.org", "member").from("198.51.100.8");
        Customers.signIn(bob, "bob@example.org", Customers.PASSWORD);
        control.door(Accounts.class).choose(owner.person(), ZoneId.of("Asia/Tokyo"), new Actor.Program("test"));
        String page = ann.get(PATH).body();
        assertThat(page)
                .contains("Sign-in", "Account opened: e-mail address confirmed", "bob@example.org", "198.51.100.8")
                .contains("Firefox", "JST", "You")
                .doesNotContain("activity.did");
        control.door(Accounts.class).choose(owner.person(), Language.PL, new Actor.Program("test"));
        assertThat(ann.get(PATH).body()).contains("Aktywność", "Zalogowanie", "Ty");
    }

    @Test
    void who_may_not_see_others_sees_themselves_alone_and_cannot_ask_for_more() {
        joined("carl@example.org");
        Membership owner = only("carl@example.org");
        Browser dora = member(owner.customer(), "dora@example.org", "member");
        Customers.signIn(dora, "dora@example.org", Customers.PASSWORD);
        String page = dora.get(PATH).body();
        assertThat(page)
                .contains("Sign-in")
                .doesNotContain("carl@example.org", owner.person().value(), "name=\"by\"");
        for (String by : List.of(owner.person().value(), "operator", "program", "anything")) {
            assertThat(dora.get(PATH + "?by=" + by).status()).as(by).isEqualTo(403);
        }
        assertThat(dora.get(PATH + "?by=" + only("dora@example.org").person()).status())
                .isEqualTo(200);
    }

    @Test
    void nothing_of_another_customer_is_shown_nor_who_an_operator_was_nor_what_they_noted() {
        Browser eve = joined("eve@example.org");
        joined("frank@example.org");
        Membership frank = only("frank@example.org");
        CustomerId eves = only("eve@example.org").customer();
        UserId operator = new UserId("usr_0" + "b".repeat(25));
        Json.Obj note = Json.object().put("why", "a note of our own").build();
        control.door(Audit.class).record(new Actor.Operator(operator), "account.change-details", eves.value(), note);
        control.door(Audit.class).record(new Actor.Program("host-7"), "account.change-details", eves.value(), note);
        for (String by : List.of("", frank.person().value(), "operator", "program")) {
            assertThat(eve.get(PATH + "?by=" + by).body())
                    .doesNotContain("frank@example.org", frank.customer().value(), operator.value(), "host-7")
                    .doesNotContain("a note of our own");
        }
        assertThat(eve.get(PATH + "?by=operator").body())
                .contains("An operator", "Company details changed")
                .doesNotContain("Sign-in<");
        assertThat(eve.get(PATH + "?by=" + frank.person()).body()).contains("Nothing of this kind");
    }

    @Test
    void pages_lead_from_one_to_the_next_without_a_gap_and_keep_what_was_asked_for() {
        Browser gus = joined("gus@example.org");
        Membership owner = only("gus@example.org");
        Actor actor = new Actor.Customer(owner.person(), owner.customer());
        for (int i = 0; i < 120; i++) {
            control.door(Audit.class).record(actor, i % 2 == 0 ? "role.define" : "backup.order", "thing-" + i);
        }
        String path = PATH + "?kind=people&by=" + owner.person();
        Set<String> seen = new HashSet<>();
        int pages = 0;
        while (!path.isEmpty()) {
            Browser.Answer page = gus.get(path);
            assertThat(page.says("backup.order")).isFalse();
            Pattern.compile("thing-\\d+").matcher(page.body()).results().forEach(m -> seen.add(m.group()));
            path = NEXT.matcher(page.body())
                    .results()
                    .map(m -> m.group(1).replace("&amp;", "&"))
                    .findFirst()
                    .orElse("");
            pages++;
        }
        assertThat(seen).hasSize(60).contains("thing-0", "thing-118");
        assertThat(pages).isEqualTo(2);
        assertThat(gus.get(PATH + "?kind=nonsense&after=nonsense").status()).isEqualTo(200);
        assertThat(gus.get(PATH + "?by=nonsense").status()).isEqualTo(422);
    }

    @Test
    void a_hundred_thousand_rows_are_no_slower_to_look_through() {
        joined("hal@example.org");
        Membership owner = only("hal@example.org");
        JdbcClient.create(control.runtime())
                .sql("""
                INSERT INTO audit.event (at, customer, actor, action, object, detail)
                SELECT now() - n * interval '1 second', :customer,
                       CASE WHEN n % 1000 = 0 THEN 'customer:usr_rare' ELSE 'customer:usr_often' END,
                       CASE WHEN n % 997 = 0 THEN 'backup.order' ELSE 'signin.open' END, 'thing', '{}'
                FROM generate_series(1, 100000) n
                """)
                .param("customer", owner.customer().value())
                .update();
        JdbcClient.create(control.owner()).sql("ANALYZE audit.event").update();
        Audit audit = control.door(Audit.class);
        Optional<String> rare = Optional.of("customer:usr_rare");
        List<String> backups = List.of("backup", "restore");
        assertThat(audit.of(owner.customer(), new Sought(rare, List.of()), Deed.NEWEST, 200))
                .hasSize(100);
        assertThat(audit.of(owner.customer(), new Sought(Optional.empty(), backups), Deed.NEWEST, 200))
                .hasSize(100);
        String plan = JdbcClient.create(control.runtime())
                .sql("""
                EXPLAIN (ANALYZE, FORMAT TEXT) SELECT number FROM audit.event WHERE customer = :customer AND at <= now()
                AND CASE WHEN actor LIKE 'customer:%' THEN actor ELSE split_part(actor, ':', 1) END = 'customer:usr_rare'
                ORDER BY at DESC, number DESC LIMIT 51
                """)
                .param("customer", owner.customer().value())
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.joining("\n"));
        assertThat(plan).contains("event_customer_who").doesNotContain("Seq Scan");
        for (Sought sought : List.of(
                Sought.ALL,
                new Sought(rare, List.of()),
                new Sought(Optional.empty(), backups),
                new Sought(rare, backups))) {
            long before = System.nanoTime();
            audit.of(owner.customer(), sought, Deed.NEWEST, 51);
            System.out.printf("activity, 100,000 rows, %s: %.1f ms%n", sought, (System.nanoTime() - before) / 1e6);
        }
    }

    private Browser joined(String email) {
        Browser browser = control.browser("portal");
        Customers.join(control, browser, email);
        return browser;
    }

    private Browser member(CustomerId customer, String email, String role) {
        control.door(Accounts.class).join(new Email(email), Secret.of(Customers.PASSWORD), Language.EN, customer, role);
        return control.browser("portal");
    }

    private Membership only(String email) {
        UserId person = control.door(Accounts.class)
                .find(Kind.CUSTOMER, new Email(email))
                .orElseThrow()
                .id();
        return control.door(Memberships.class).of(person).getFirst();
    }
}
