package casemate.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.testkit.TestClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinTest {
    private final TestClock clock = TestClock.at("2026-11-23T12:00:00Z");

    @TempDir
    Path directory;

    private TestHouse house;
    private NodeLinkConfig config;

    @BeforeEach
    void open() throws IOException {
        house = new TestHouse(directory.resolve("house"), clock);
        config = TestNode.config(directory.resolve("node"), clock);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void a_token_makes_a_machine_a_node_of_the_house_that_made_it() throws IOException {
        assertThat(NodeLink.joined(config)).isFalse();
        NodeLink.join(config, house.address(), house.token("second"), TestNode.FACTS);
        assertThat(NodeLink.joined(config)).isTrue();
        try (NodeLink link = NodeLink.open(config)) {
            assertThat(link.name()).isEqualTo("second");
            assertThat(link.region()).isEqualTo("IE");
            assertThat(link.house()).isEqualTo(house.address());
            assertThat(link.facts()).isEqualTo(TestHouse.FACTS);
        }
        assertThat(house.byName("second").orElseThrow().facts()).isEqualTo(TestNode.FACTS);
    }

    @Test
    void a_token_opens_once_and_in_its_time_only() {
        Secret token = house.token("second");
        join(token);
        assertThatThrownBy(() -> NodeLink.join(other(), house.address(), token, TestNode.FACTS))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("token-used"))
                .hasMessageNotContaining(TestHouse.PART);
        assertThatThrownBy(() -> NodeLink.join(other(), house.address(), house.token("late"), TestNode.FACTS))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("token-expired"));
        Secret unknown = Secret.of(house.link().tokenPrefix() + "nobody-made-this-one-x");
        assertThatThrownBy(() -> NodeLink.join(other(), house.address(), unknown, TestNode.FACTS))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("token-unknown"));
        assertThat(NodeLink.joined(other())).isFalse();
    }

    @Test
    void another_house_is_not_shown_the_token() throws IOException {
        try (TestHouse stranger = new TestHouse(directory.resolve("stranger"), clock)) {
            assertThatThrownBy(() -> NodeLink.join(config, stranger.address(), house.token("second"), TestNode.FACTS))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo("other-house"))
                    .hasMessageNotContaining(TestHouse.PART);
            assertThat(stranger.asked).isEmpty();
        }
        assertThat(NodeLink.joined(config)).isFalse();
        join(house.token("second"));
    }

    @Test
    void a_word_that_is_no_token_is_refused_without_being_told_again() {
        for (String typed : List.of("", "hunter2-hunter2", "cmn1-" + "a".repeat(64), "cmn2-" + "a".repeat(64) + "-x")) {
            assertThatThrownBy(() -> NodeLink.join(config, house.address(), Secret.of(typed), TestNode.FACTS))
                    .isInstanceOfSatisfying(
                            Refusal.class, e -> assertThat(e.code()).isEqualTo("token-malformed"))
                    .hasMessageNotContaining("hunter2");
        }
    }

    @Test
    void a_house_that_is_away_uses_no_token_up() throws IOException {
        Secret token = house.token("second");
        HouseAddress address = house.address();
        house.close();
        assertThatThrownBy(() -> NodeLink.join(config, address, token, TestNode.FACTS))
                .isInstanceOf(Unavailable.class);
        assertThat(NodeLink.joined(config)).isFalse();
        assertThat(house.asked).isEmpty();
    }

    @Test
    void a_machine_joins_once() {
        join(house.token("second"));
        assertThatThrownBy(() -> join(house.token("third")))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("already-joined"));
        assertThat(house.asked).containsExactly("join");
    }

    @Test
    void a_join_that_was_killed_leaves_nothing_and_begins_again() throws IOException {
        join(house.token("second"));
        byte[] whole = Files.readAllBytes(config.directory().resolve("node.json"));
        // As it is when killed while the file beside is written: half of it, and no identity.
        Path half = other().directory().resolve(".node.json123.new");
        Files.createDirectories(half.getParent());
        Files.write(half, Arrays.copyOf(whole, whole.length / 2));
        assertThat(NodeLink.joined(other())).isFalse();
        assertThatThrownBy(() -> NodeLink.open(other()))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("not-joined"));
        NodeLink.join(other(), house.address(), house.token("third"), TestNode.FACTS);
        assertThat(half).doesNotExist();
        try (NodeLink link = NodeLink.open(other())) {
            assertThat(link.name()).isEqualTo("third");
            assertThat(link.encryptionPromised()).isFalse();
        }
    }

    @Test
    void an_identity_that_somebody_damaged_is_refused_in_one_line() throws IOException {
        join(house.token("second"));
        Path file = config.directory().resolve("node.json");
        Files.writeString(file, Files.readString(file).replace("\"key\":\"", "\"key\":\"AAAA"));
        assertThatThrownBy(() -> NodeLink.open(config))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("node-identity-unreadable"))
                .hasNoCause();
        Path authority = directory.resolve("house/authority.json");
        Files.writeString(authority, "{}");
        assertThatThrownBy(() -> house.restart())
                .isInstanceOfSatisfying(
                        Refusal.class, e -> assertThat(e.code()).isEqualTo("node-authority-unreadable"));
    }

    @Test
    void keys_are_their_owners_alone() throws IOException {
        join(house.token("second"));
        for (Path directory : List.of(config.directory(), directory.resolve("house"))) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void another_version_of_the_protocol_is_refused_before_the_token_is_looked_at() throws IOException {
        Message answer =
                stranger(Json.object().put("protocol", 2).put("ask", "join").build(), "{}");
        assertThatThrownBy(() -> Answers.understood(answer))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("link-protocol"))
                .hasMessageContaining("the same release");
        assertThat(house.asked).isEmpty();
    }

    @Test
    void a_stranger_may_join_and_ask_nothing_else() throws IOException {
        for (Ask ask : Ask.values()) {
            if (ask != Ask.JOIN) {
                Message answer = stranger(HouseCalls.head(ask).build(), "");
                assertThatThrownBy(() -> Answers.understood(answer))
                        .isInstanceOfSatisfying(
                                Refusal.class, e -> assertThat(e.code()).isEqualTo("certificate-missing"));
            }
        }
        assertThat(house.asked).isEmpty();
    }

    @Test
    void a_key_that_its_owner_does_not_prove_uses_no_token_up() throws IOException {
        byte[] request = Possession.prove(Keys.make(config.chance()));
        request[request.length - 1] ^= 1;
        String body = Json.object()
                .put("token", TestHouse.PART + "-second")
                .put("request", Keys.write(request))
                .put("facts", TestNode.FACTS.json())
                .build()
                .text();
        Message answer = stranger(HouseCalls.head(Ask.JOIN).build(), body);
        assertThatThrownBy(() -> Answers.understood(answer))
                .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.code()).isEqualTo("key-unproved"));
        assertThat(house.asked).isEmpty();
    }

    /// What the house answers to one who shows no certificate.
    private Message stranger(Json.Obj head, String body) throws IOException {
        Ours believed = new Ours(fingerprint(), Role.HOUSE, clock);
        try (Deadlines deadlines = new Deadlines("test");
                TlsLine line = TlsLine.dial(
                        Tls.stranger(believed),
                        house.address().host(),
                        house.link().port(),
                        deadlines)) {
            new Message(head, body.getBytes(StandardCharsets.UTF_8)).write(line.out());
            return Message.read(line.in(), Message.MOST_BODY_BYTES);
        }
    }

    private String fingerprint() {
        return JoinToken.parse(house.token("second")).authority();
    }

    private void join(Secret token) {
        try {
            NodeLink.join(config, house.address(), token, TestNode.FACTS);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private NodeLinkConfig other() {
        return TestNode.config(directory.resolve("other"), clock);
    }
}
