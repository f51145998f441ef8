package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.wire.AgentReport;
import casemate.wire.PodReport;
import casemate.wire.SnapshotFeed;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final InstanceId INSTANCE = new InstanceId("ins_01h00000000000000000000000");

    private final TestClock clock = TestClock.at("2026-11-23T12:00:00Z");
    private final Deadlines deadlines = new Deadlines("test");

    @TempDir
    Path directory;

    private TestHouse house;
    private NodeLink link;

    @BeforeEach
    void open() throws IOException {
        house = new TestHouse(directory.resolve("house"), clock);
        link = TestNode.joined(directory.resolve("node"), house, "second");
    }

    @AfterEach
    void close() {
        link.close();
        house.close();
        deadlines.close();
    }

    @Test
    void a_node_gets_what_is_its_own() throws InterruptedException {
        house.change();
        assertThat(text(link.orders().newer(-1, Duration.ZERO))).isEqualTo("orders of second 1");
        assertThat(text(link.backups().newer(-1, Duration.ZERO))).isEqualTo("backups of second 1");
        assertThat(text(link.standbys().newer(-1, Duration.ZERO))).isEqualTo("standbys of second 1");
        assertThat(link.orders().newer(1, Duration.ZERO)).isEmpty();
        assertThat(link.encryptionPromised()).isFalse();
        assertThat(link.volumeKey(INSTANCE).length()).isEqualTo(32);
        link.backupReports().receive(new byte[1]);
        link.standbyReports().receive(new byte[1]);
        assertThat(house.reports)
                .extracting(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .containsExactly("backup of second", "standby of second");
    }

    @Test
    void another_nodes_key_is_refused_in_the_houses_words() throws IOException {
        try (NodeLink third = TestNode.joined(directory.resolve("third"), house, "third")) {
            assertThatThrownBy(() -> third.volumeKey(INSTANCE)).isInstanceOfSatisfying(Refusal.class, e -> {
                assertThat(e.kind()).isEqualTo(Refusal.Kind.FORBIDDEN);
                assertThat(e.code()).isEqualTo("volume-not-yours");
            });
        }
    }

    @Test
    void a_key_service_that_is_away_is_said_without_what_is_inside() {
        house.keysAway = true;
        assertThatThrownBy(() -> link.volumeKey(INSTANCE))
                .isInstanceOf(Unavailable.class)
                .hasMessageNotContaining("192.0.2.9");
    }

    @Test
    void who_waits_for_a_snapshot_gets_it_when_it_comes() throws Exception {
        CompletableFuture<Optional<byte[]>> waiting = later(link.orders());
        Eventually.until("the ask", LIMIT, () -> house.asked.contains("orders of second"));
        house.change();
        assertThat(text(waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS))).isEqualTo("orders of second 1");
    }

    @Test
    void who_is_removed_is_refused_at_the_next_ask_on_the_same_connection() throws Exception {
        try (TlsLine line = TestNode.line(house, link.identity(), deadlines)) {
            ask(line).write(line.out());
            assertThat(Answers.understood(Message.read(line.in(), 100))).isTrue();
            house.nodes.clear();
            ask(line).write(line.out());
            Message refused = Message.read(line.in(), 100);
            assertThatThrownBy(() -> Answers.understood(refused)).satisfies(is("node-unknown"));
        }
        assertThatThrownBy(() -> link.orders().newer(-1, Duration.ZERO)).satisfies(is("node-unknown"));
        assertThatThrownBy(link::facts).satisfies(is("node-unknown"));
    }

    @Test
    void who_is_removed_while_it_waits_gets_nothing_of_what_came() throws Exception {
        CompletableFuture<Optional<byte[]>> waiting = later(link.orders());
        Eventually.until("the ask", LIMIT, () -> house.asked.contains("orders of second"));
        house.nodes.clear();
        house.change();
        assertThatThrownBy(() -> waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .cause()
                .satisfies(is("node-unknown"));
    }

    @Test
    void a_certificate_that_has_ended_is_refused_and_the_node_says_why() {
        clock.advance(Authority.LEAF_LIFE.plusHours(1));
        assertThatThrownBy(() -> {
                    try (TlsLine line = TestNode.line(house, link.identity(), deadlines)) {
                        ask(line).write(line.out());
                        Message.read(line.in(), 100);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> link.orders().newer(-1, Duration.ZERO)).satisfies(is("certificate-ended"));
        assertThat(house.asked).containsExactly("join");
    }

    @Test
    void a_certificate_that_ends_while_a_connection_is_kept_is_refused_on_it() throws IOException {
        try (TlsLine line = TestNode.line(house, link.identity(), deadlines)) {
            ask(line).write(line.out());
            assertThat(Answers.understood(Message.read(line.in(), 100))).isTrue();
            clock.advance(Authority.LEAF_LIFE.plusHours(1));
            ask(line).write(line.out());
            Message refused = Message.read(line.in(), 100);
            assertThatThrownBy(() -> Answers.understood(refused)).satisfies(is("certificate-ended"));
        }
    }

    @Test
    void with_the_house_away_feeds_throw_and_go_on_when_it_is_back() throws Exception {
        SnapshotFeed orders = link.orders();
        house.change();
        assertThat(orders.newer(-1, Duration.ZERO)).isPresent();
        house.restart();
        // The connection that was kept is dead, and that is not the house's fault.
        assertThat(orders.newer(-1, Duration.ZERO)).isPresent();
        house.close();
        assertThatThrownBy(() -> orders.newer(-1, Duration.ZERO)).isInstanceOf(Unavailable.class);
        assertThat(link.facts()).isEqualTo(TestHouse.FACTS);
        house.restart();
        assertThat(orders.newer(-1, Duration.ZERO)).isPresent();
    }

    @Test
    void who_waits_when_the_house_goes_away_is_told_so() throws Exception {
        CompletableFuture<Optional<byte[]>> waiting = later(link.orders());
        Eventually.until("the ask", LIMIT, () -> house.asked.contains("orders of second"));
        house.close();
        assertThatThrownBy(() -> waiting.get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .cause()
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void who_is_interrupted_while_it_waits_stops() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        Thread waiting = Thread.ofVirtual().start(() -> {
            try {
                link.orders().newer(0, LIMIT);
                end.complete(new AssertionError("it came back"));
            } catch (InterruptedException | RuntimeException e) {
                end.complete(e);
            }
        });
        Eventually.until("the ask", LIMIT, () -> house.asked.contains("orders of second"));
        waiting.interrupt();
        assertThat(end.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void the_certificate_is_renewed_at_two_thirds_and_the_house_shows_a_new_one_too() throws Exception {
        var first = link.identity().certificate();
        clock.advance(Authority.LEAF_LIFE.multipliedBy(2).dividedBy(3).minusHours(2));
        assertThat(link.renew()).isFalse();
        clock.advance(Duration.ofHours(2));
        assertThat(link.renew()).isTrue();
        assertThat(link.renew()).isFalse();
        var second = link.identity().certificate();
        assertThat(second.getPublicKey()).isEqualTo(first.getPublicKey());
        assertThat(second.getNotAfter()).isAfter(first.getNotAfter());
        // Past the end of the first ones: of the node, and of the house.
        clock.advance(Authority.LEAF_LIFE.dividedBy(2));
        assertThat(link.encryptionPromised()).isFalse();
        link.close();
        link = NodeLink.open(TestNode.config(directory.resolve("node"), clock));
        assertThat(link.identity().certificate()).isEqualTo(second);
        assertThat(link.encryptionPromised()).isFalse();
    }

    @Test
    void a_report_names_ways_to_pods_in_place_of_the_nodes_addresses() {
        Upstream far = new Upstream("10.1.2.3", 8080, Upstream.Protocol.H2C);
        link.reports().receive(report("second", far));
        AgentReport seen = AgentReport.decode(house.reports.getLast());
        Upstream near = seen.pods().getFirst().upstreams().getFirst();
        assertThat(near.address()).startsWith("127.");
        assertThat(near.protocol()).isEqualTo(Upstream.Protocol.H2C);
        assertThat(near).isEqualTo(house.link().farPods().near("second", far));
        assertThat(seen.agent()).isEqualTo("second");
        assertThatThrownBy(() -> link.reports().receive(report("local", far))).satisfies(is("report-of-another"));
        assertThat(house.reports).hasSize(1);
    }

    @Test
    void what_a_node_is_reaches_the_house_also_when_it_was_away() throws IOException {
        NodeFacts moved = new NodeFacts("", "127.0.0.2", 9000);
        link.here(moved);
        assertThat(house.byName("second").orElseThrow().facts()).isEqualTo(moved);
        HouseAddress elsewhere = new HouseAddress("localhost", 1);
        link.moved(elsewhere);
        assertThatThrownBy(link::encryptionPromised).isInstanceOf(Unavailable.class);
        link.close();
        link = NodeLink.open(TestNode.config(directory.resolve("node"), clock));
        assertThat(link.house()).isEqualTo(elsewhere);
        link.here(TestNode.FACTS);
        link.moved(house.address());
        // Told by itself, sooner or later; here at once.
        link.tell();
        assertThat(house.byName("second").orElseThrow().facts()).isEqualTo(TestNode.FACTS);
    }

    private static byte[] report(String name, Upstream far) {
        PodReport pod = new PodReport(INSTANCE, PodReport.Phase.RUNNING, List.of(far), "", 0, 0);
        return new AgentReport(name, Instant.EPOCH, 1, List.of(pod)).encode();
    }

    private static Message ask(TlsLine line) {
        assertThat(line.peer()).isPresent();
        return new Message(HouseCalls.head(Ask.PROMISED).build(), Message.NO_BODY);
    }

    private static CompletableFuture<Optional<byte[]>> later(SnapshotFeed feed) {
        CompletableFuture<Optional<byte[]>> came = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                came.complete(feed.newer(0, LIMIT));
            } catch (InterruptedException | RuntimeException e) {
                came.completeExceptionally(e);
            }
        });
        return came;
    }

    private static String text(Optional<byte[]> bytes) {
        return new String(bytes.orElseThrow(), StandardCharsets.UTF_8);
    }

    private static Consumer<Throwable> is(String code) {
        return e -> assertThat(e)
                .isInstanceOfSatisfying(
                        Refusal.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
