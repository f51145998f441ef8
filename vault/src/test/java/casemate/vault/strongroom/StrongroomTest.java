package casemate.vault.strongroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrongroomTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String PASSWORD = "a password that must not be found";

    private final SecureRandom chance = new SecureRandom();
    private final List<String> log = new CopyOnWriteArrayList<>();

    @TempDir
    Path home;

    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Strongroom room;
    private StrongroomClient client;

    @BeforeEach
    void open() throws IOException {
        serve(NOW);
    }

    @AfterEach
    void close() {
        client.close();
        room.close();
    }

    @Test
    void a_token_opens_once_and_its_second_use_is_refused_and_told() throws IOException {
        Secret token = token();
        StrongroomClient.Fetched got = client.fetch(token);
        assertThat(got.passwords().length()).isZero();
        assertThatThrownBy(() -> client.fetch(token))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was used before");
        assertThat(client.alarms(got.session(), 0)).singleElement().satisfies(a -> {
            assertThat(a.why()).isEqualTo(Alarm.Why.SECOND_USE);
            assertThat(a.peer()).isEqualTo("127.0.0.1");
            assertThat(a.drill()).isFalse();
        });
        assertThat(log).anyMatch(l -> l.contains("ALARM")).noneMatch(l -> l.contains(token.revealText()));
    }

    @Test
    void of_many_who_show_one_token_at_once_one_is_let_in() throws Exception {
        Secret token = token();
        try (ExecutorService all = Executors.newFixedThreadPool(8)) {
            List<Future<Boolean>> tries = Stream.generate(() -> all.submit(() -> {
                        try {
                            client.fetch(token);
                            return true;
                        } catch (Refusal _) {
                            return false;
                        }
                    }))
                    .limit(16)
                    .toList();
            int opened = 0;
            for (Future<Boolean> one : tries) {
                opened += one.get() ? 1 : 0;
            }
            assertThat(opened).isEqualTo(1);
        }
    }

    @Test
    void what_was_used_stays_used_and_what_was_put_stays_put_over_restarts() throws IOException {
        Secret token = token();
        Secret session = client.fetch(token).session();
        client.put(session, bytes("one"));
        client.put(session, bytes("two"));
        close();
        serve(NOW);
        assertThatThrownBy(() -> client.fetch(token)).isInstanceOf(Refusal.class);
        assertThat(client.alarms(session, 0)).hasSize(1);
        client.put(session, bytes("three"));
        StrongroomClient.Fetched next = client.fetch(token());
        assertThat(next.passwords()).isEqualTo(Secret.of("three"));
        assertThat(home.resolve("room/passwords.before")).hasContent("two");
        // The older deployment may still run: it must not put back what the newer one replaced.
        assertThatThrownBy(() -> client.put(session, bytes("old")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("newer deployment");
    }

    @Test
    void expired_and_unknown_tokens_open_nothing_and_are_told() throws IOException {
        Secret old = token();
        close();
        serve(NOW.plus(HOUR).plusSeconds(1));
        assertThatThrownBy(() -> client.fetch(old)).isInstanceOf(Refusal.class).hasMessageContaining("run out");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.fetch(Secret.of("made up")))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("not one of");
        }
        Secret session = client.fetch(token()).session();
        // Whoever guesses many tokens fills no book.
        assertThat(client.alarms(session, 0))
                .extracting(Alarm::why)
                .containsExactly(Alarm.Why.EXPIRED, Alarm.Why.UNKNOWN);
        assertThat(client.alarms(session, 1)).extracting(Alarm::number).containsExactly(2L);
    }

    @Test
    void another_key_than_the_pinned_one_is_shown_no_token() throws IOException {
        Secret token = token();
        try (StrongroomClient fooled = new StrongroomClient(address(), "A".repeat(43) + "=")) {
            assertThatThrownBy(() -> fooled.fetch(token)).isInstanceOf(Unavailable.class);
        }
        assertThat(client.fetch(token).session().length()).isPositive();
        assertThatThrownBy(() -> new StrongroomClient(URI.create("http://127.0.0.1/"), room.pin()))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void a_drill_tries_a_second_use_without_any_password_and_its_alarm_says_so() throws IOException {
        Secret session = client.fetch(token()).session();
        Secret drill = client.drillToken(session);
        assertThat(client.tryDrill(drill)).contains(true);
        assertThat(client.tryDrill(drill)).contains(false);
        assertThat(client.alarms(session, 0)).singleElement().matches(Alarm::drill);
        assertThatThrownBy(() -> client.drillToken(Secret.of("no session"))).isInstanceOf(Refusal.class);
    }

    @Test
    void the_directory_holds_neither_tokens_nor_passwords() throws IOException {
        SealingKey key = SealingKey.open(home.resolve("live/strongroom.key"), chance);
        Secret token = token();
        Secret session = client.fetch(token).session();
        DeployBundle.Passwords one = passwords("one " + PASSWORD);
        DeployBundle.Passwords two = passwords("two " + PASSWORD);
        client.put(session, new DeployBundle(Optional.of(one), Optional.of(two)).seal(key));
        Files.write(home.resolve("room/gateways.sealed"), DeployBundle.sealGateways(key, passwords(PASSWORD)));
        try (Stream<Path> all = Files.walk(home.resolve("room"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text).doesNotContain(PASSWORD, token.revealText(), session.revealText());
            }
        }
        StrongroomClient.Fetched got = client.fetch(token());
        assertThat(DeployBundle.open(key, got.passwords().reveal()).candidates())
                .extracting(p -> p.values().get("casemate_owner"))
                .containsExactly(Secret.of("two " + PASSWORD), Secret.of("one " + PASSWORD));
        assertThat(DeployBundle.openGateways(key, got.gateways().reveal()))
                .containsEntry("casemate_owner", Secret.of(PASSWORD));
        SealingKey other = SealingKey.open(home.resolve("live/other.key"), chance);
        assertThatThrownBy(() -> DeployBundle.open(other, got.passwords().reveal()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("sealed by another house");
    }

    private Secret token() throws IOException {
        return StrongroomFiles.token(home.resolve("room"), HOUR, chance, clock);
    }

    private static DeployBundle.Passwords passwords(String owner) {
        return new DeployBundle.Passwords(NOW, Map.of("casemate_owner", Secret.of(owner)));
    }

    private void serve(Instant now) throws IOException {
        clock = Clock.fixed(now, ZoneOffset.UTC);
        StrongroomFiles files = StrongroomFiles.open(home.resolve("room"), chance, clock);
        room = Strongroom.serve(
                files, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), chance, clock, log::add);
        client = new StrongroomClient(address(), room.pin());
    }

    private URI address() {
        return URI.create("https://127.0.0.1:" + room.port() + "/");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
