package casemate.control.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Sha256;
import casemate.control.Browser;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.web.Language;
import casemate.promise.Region;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.wire.AgentReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// How machines are invited, join, are believed, and go.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodesTest {
    private static final Actor ANYBODY = new Actor.Program("test");
    private static final Region IRELAND = new Region("IE");
    private static final String PREFIX = "cmn_0123_";

    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-23T12:00:00Z");
    private TestControl control;
    private Nodes nodes;

    @BeforeAll
    void start(@TempDir Path directory) {
        control = TestControl.start(DATABASE, directory, clock);
        nodes = control.control().nodes();
        refused("nodes-closed", () -> nodes.add("early", IRELAND, ANYBODY));
        nodes.listen(new Nodes.Listening("192.0.2.1:8444", PREFIX));
    }

    @AfterAll
    void stop() {
        control.close();
    }

    @Test
    void a_token_opens_once_within_its_hour_and_for_one_key() {
        Secret token = nodes.add("second", IRELAND, ANYBODY);
        assertThat(token.revealText()).startsWith(PREFIX).hasSizeGreaterThan(PREFIX.length() + 40);
        assertThat(node("second").state(clock.instant())).isEqualTo(Node.State.INVITED);
        assertThat(nodes.byKey(key("second"))).isEmpty();

        refused("node-token-unknown", () -> nodes.join(Secret.of(PREFIX + "no"), joining("second")));
        Node joined = nodes.join(token, joining("second"));
        assertThat(joined.name()).isEqualTo("second");
        assertThat(joined.region()).isEqualTo(IRELAND);
        assertThat(nodes.byKey(key("second"))).contains(joined);

        assertThat(nodes.join(token, joining("second")))
                .as("the answer was lost: the same machine asks again")
                .isEqualTo(joined);
        refused("node-token-used", () -> nodes.join(token, joining("thief")));
        refused("node-taken", () -> nodes.add("second", IRELAND, ANYBODY));

        Secret late = nodes.add("late", IRELAND, ANYBODY);
        clock.advance(NodeRules.TOKEN);
        assertThat(node("late").state(clock.instant())).isEqualTo(Node.State.EXPIRED);
        refused("node-token-expired", () -> nodes.join(late, joining("late")));
        Secret anew = nodes.add("late", IRELAND, ANYBODY);
        refused("node-token-unknown", () -> nodes.join(late, joining("late")));
        refused("node-key-taken", () -> nodes.join(anew, joining("second")));
        nodes.join(anew, joining("late"));
    }

    @Test
    void names_are_labels_that_no_host_ever_had() {
        for (String wrong : List.of("", "Second", "a.b", "-a", "a-", "a_b", "a".repeat(64))) {
            refused("node-malformed", () -> nodes.add(wrong, IRELAND, ANYBODY));
        }
        refused("node-taken", () -> nodes.add("local", IRELAND, ANYBODY));
        refused("node-taken", () -> nodes.add("standby", IRELAND, ANYBODY));
        refused("node-malformed", () -> new Joining("no", "", "192.0.2.2", 8445));
        refused("node-malformed", () -> new Joining(key("a"), "", "192.0.2.2 ", 8445));
        refused("node-malformed", () -> new Joining(key("a"), "", "192.0.2.2", 0));

        nodes.add("passing", IRELAND, ANYBODY);
        nodes.remove("passing", false, ANYBODY);
        assertThat(nodes.all()).noneMatch(node -> node.name().equals("passing"));
        nodes.add("passing", IRELAND, ANYBODY);
        nodes.remove("passing", false, ANYBODY);
    }

    @Test
    void too_many_wrong_tokens_are_refused_unread_for_a_while() {
        Secret token = nodes.add("patient", IRELAND, ANYBODY);
        clock.advance(NodeRules.WRONG_COUNTS.plusSeconds(1));
        for (int i = 0; i < NodeRules.MOST_WRONG; i++) {
            refused("node-token-unknown", () -> nodes.join(Secret.of("guess"), joining("patient")));
        }
        refused("node-token-throttled", () -> nodes.join(token, joining("patient")));
        clock.advance(NodeRules.WRONG_COUNTS.plusSeconds(1));
        nodes.join(token, joining("patient"));
    }

    @Test
    void a_node_reports_for_itself_gets_no_stranger_s_key_and_nothing_once_it_is_removed() throws Exception {
        nodes.join(nodes.add("third", IRELAND, ANYBODY), joining("third"));
        InstanceId stranger = new InstanceId("ins_01m82fay3eg18vd7awt9qedmnk");
        control.control().node("third").reports().receive(report("third"));
        refused("node-other", () -> control.control().node("third").reports().receive(report("local")));
        refused("node-key-none", () -> control.control().node("third").volumeKey(stranger));
        assertThat(control.control().node("third").orders().newer(0, Duration.ZERO))
                .isPresent();

        nodes.remove("third", false, ANYBODY);
        assertThat(nodes.byKey(key("third"))).isEmpty();
        assertThat(node("third").state(clock.instant())).isEqualTo(Node.State.REMOVED);
        refused("node-unknown", () -> control.control().node("third").reports().receive(report("third")));
        refused("node-unknown", () -> control.control().node("third").orders().newer(0, Duration.ZERO));
        refused("node-unknown", () -> control.control().node("third").backups().newer(0, Duration.ZERO));
        refused("node-unknown", () -> control.control().node("third").standbys().newer(0, Duration.ZERO));
        refused("node-unknown", () -> control.control().node("third").volumeKey(stranger));
        refused("node-taken", () -> nodes.add("third", IRELAND, ANYBODY));
    }

    @Test
    void a_node_says_at_each_start_where_it_is() {
        Node joined = nodes.join(nodes.add("mover", IRELAND, ANYBODY), joining("mover"));
        nodes.here("mover", joined.machine(), "192.0.2.9", 9445);
        Node moved = nodes.byName("mover").orElseThrow();
        assertThat(moved.gateway()).isEqualTo("192.0.2.9");
        assertThat(moved.gatewayPort()).isEqualTo(9445);
        assertThat(moved.machine()).isEqualTo(joined.machine());
        refused("node-malformed", () -> nodes.here("mover", "no hash", "192.0.2.9", 9445));
        nodes.remove("mover", false, ANYBODY);
        assertThat(nodes.byName("mover")).isEmpty();
        refused("node-unknown", () -> nodes.here("mover", joined.machine(), "192.0.2.9", 9445));
    }

    @Test
    void operators_are_told_once_that_a_node_is_silent_and_once_that_it_is_not() {
        operator("night@example.org", Language.EN);
        nodes.join(nodes.add("quiet", IRELAND, ANYBODY), joining("quiet"));
        control.control().node("quiet").reports().receive(report("quiet"));
        NodeWatch watch = control.door(NodeWatch.class);
        clock.advance(NodeRules.SILENCE);
        watch.turn();
        assertThat(letters("quiet")).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        watch.turn();
        watch.turn();
        assertThat(letters("quiet")).containsExactly("Node quiet is silent");
        assertThat(node("quiet").state(clock.instant())).isEqualTo(Node.State.SILENT);

        control.control().node("quiet").reports().receive(report("quiet"));
        watch.turn();
        watch.turn();
        assertThat(letters("quiet")).containsExactlyInAnyOrder("Node quiet is silent", "Node quiet is heard again");
    }

    @Test
    void the_console_shows_nodes_makes_a_token_that_is_shown_once_and_removes_one() {
        operator("desk@example.org", Language.EN);
        Browser desk = control.browser("console");
        Customers.getIn(control, desk, "desk@example.org", Customers.PASSWORD);
        assertThat(desk.post("/nodes", Map.of("name", "Wrong", "region", "IE")).body())
                .contains("small letters, digits and hyphens");
        String made =
                desk.post("/nodes", Map.of("name", "shown", "region", "ie")).body();
        assertThat(made).contains("--house 192.0.2.1:8444", "--token " + PREFIX);
        assertThat(desk.get("/nodes").body()).contains(">shown</th>", "Invited").doesNotContain(PREFIX);

        assertThat(desk.get("/nodes/shown/remove").body()).contains("Remove shown");
        desk.post("/nodes/shown/remove", Map.of());
        assertThat(nodes.all()).noneMatch(node -> node.name().equals("shown"));
    }

    private void operator(String email, Language language) {
        control.door(Accounts.class).createOperator(new Email(email), Secret.of(Customers.PASSWORD), language, ANYBODY);
    }

    private List<String> letters(String node) {
        return Customers.column(
                control,
                "SELECT subject FROM mail.message WHERE recipient = 'night@example.org' AND subject LIKE '%" + node
                        + "%' ORDER BY id");
    }

    private byte[] report(String host) {
        return new AgentReport(host, clock.instant(), 1, List.of()).encode();
    }

    private Node node(String name) {
        return nodes.all().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Joining joining(String machine) {
        return new Joining(
                key(machine), Sha256.hex(machine.getBytes(java.nio.charset.StandardCharsets.UTF_8)), "192.0.2.2", 8445);
    }

    private static String key(String machine) {
        return Sha256.hex(("key of " + machine).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private interface Act {
        void run() throws Exception;
    }

    private static void refused(String code, Act act) {
        assertThatThrownBy(act::run)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
