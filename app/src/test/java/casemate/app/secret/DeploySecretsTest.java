package casemate.app.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.FileTree;
import casemate.base.Refusal;
import casemate.base.SealingKey;
import casemate.base.Secret;
import casemate.database.EmbeddedPostgres;
import casemate.database.PostgresOptions;
import casemate.promise.Finding;
import casemate.testkit.Eventually;
import casemate.vault.strongroom.DeployBundle;
import casemate.vault.strongroom.Strongroom;
import casemate.vault.strongroom.StrongroomClient;
import casemate.vault.strongroom.StrongroomFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeploySecretsTest {
    private static final Path BINARIES = Path.of(System.getProperty("user.home"), ".cache", "casemate", "postgres");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ROLE = "shop";

    private final SecureRandom chance = new SecureRandom();
    private final Clock clock = Clock.systemUTC();
    private final List<String> said = new CopyOnWriteArrayList<>();

    @TempDir
    Path home;

    private Path data;
    private Strongroom room;

    @BeforeEach
    void open() throws IOException {
        data = Files.createDirectories(home.resolve("data"));
        serve(0);
    }

    @AfterEach
    void close() {
        room.close();
    }

    @Test
    void a_deployment_killed_at_any_step_is_followed_by_one_that_starts_with_new_passwords() throws Exception {
        Secret first;
        try (DeploySecrets secrets = fetch();
                EmbeddedPostgres database = start(secrets)) {
            secrets.rotate(database, List.of(ROLE));
            first = database.ownerSecret();
            signsIn(database, secrets.of(ROLE));
        }
        // Killed after the new ones were put away as pending: the database has the old ones.
        SealingKey key = SealingKey.open(data.resolve("keys").resolve(DeploySecrets.KEY), chance);
        Secret never = Secret.of("never set in any database whatsoever");
        rewrite(
                key,
                bundle -> new DeployBundle(
                        bundle.good(),
                        Optional.of(
                                new DeployBundle.Passwords(clock.instant(), Map.of(EmbeddedPostgres.OWNER, never)))));
        Secret second;
        try (DeploySecrets secrets = fetch();
                EmbeddedPostgres database = start(secrets)) {
            assertThat(database.ownerSecret()).isEqualTo(first);
            secrets.rotate(database, List.of(ROLE));
            second = database.ownerSecret();
            assertThat(second).isNotEqualTo(first);
        }
        // Killed after the database took them and before they were called good.
        rewrite(
                key,
                bundle -> new DeployBundle(
                        Optional.of(new DeployBundle.Passwords(clock.instant(), Map.of(EmbeddedPostgres.OWNER, first))),
                        bundle.good()));
        try (DeploySecrets secrets = fetch();
                EmbeddedPostgres database = start(secrets)) {
            assertThat(database.ownerSecret()).isEqualTo(second);
            secrets.rotate(database, List.of(ROLE));
            signsIn(database, secrets.of(ROLE));
            try (Stream<Path> all = Files.walk(home)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(
                                    database.ownerSecret().revealText(),
                                    secrets.of(ROLE).revealText());
                }
            }
        }
        // The strongroom was lost with all it held.
        room.close();
        FileTree.delete(home.resolve("room"));
        serve(0);
        try (DeploySecrets secrets = fetch();
                EmbeddedPostgres database = start(secrets)) {
            secrets.rotate(database, List.of(ROLE));
            signsIn(database, secrets.of(ROLE));
        }
    }

    @Test
    void a_start_waits_for_the_strongroom_and_for_a_token_and_says_so() throws Exception {
        int port = room.port();
        String pin = room.pin();
        Path file = home.resolve("token");
        room.close();
        StrongroomPlace place =
                new StrongroomPlace(URI.create("https://127.0.0.1:" + port + "/"), pin, TokenFile.at(file));
        CompletableFuture<DeploySecrets> start = CompletableFuture.supplyAsync(() -> {
            try {
                return DeploySecrets.fetch(place, data.resolve("keys"), chance, clock, said::add);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Eventually.until("no token", SOON, () -> said.stream().anyMatch(l -> l.contains("No token is in " + file)));
        Files.writeString(file, token().revealText() + "\n");
        Eventually.until("no answer", SOON, () -> said.stream().anyMatch(l -> l.contains("does not answer")));
        assertThat(start).isNotDone();
        assertThat(file).exists();
        serve(port);
        try (DeploySecrets secrets = start.get(SOON.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
            assertThat(file).doesNotExist();
            assertThat(secrets.known(EmbeddedPostgres.OWNER)).isEmpty();
        }
    }

    @Test
    void a_used_token_stops_the_start_and_is_removed() throws Exception {
        Secret token = token();
        Path file = home.resolve("token");
        Files.writeString(file, token.revealText());
        fetch(TokenFile.given(token)).close();
        assertThatThrownBy(() -> fetch(TokenFile.at(file)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("was used before");
        assertThat(file).doesNotExist();
    }

    @Test
    void the_drill_is_kept_with_a_separate_server_and_broken_on_each_fault() throws Exception {
        try (DeploySecrets secrets = fetch();
                EmbeddedPostgres database = start(secrets)) {
            secrets.rotate(database, List.of(ROLE));
            DeployDrill drill = secrets.drill(data);
            DeployTarget here = drill.real();
            assertThat(drill.attempt(here))
                    .isInstanceOfSatisfying(
                            Finding.Unproved.class, u -> assertThat(u.why()).contains("is on this machine"));
            assertThat(drill.attempt(new DeployTarget(here.door(), here.secrets(), true, Optional.empty())))
                    .isInstanceOfSatisfying(
                            Finding.Kept.class,
                            k -> assertThat(k.measured().integer("usesOfOneToken"))
                                    .isEqualTo(1));
            try (DeployTarget twin = drill.sabotaged()) {
                assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
            }
            assertThat(drill.attempt(new DeployTarget(always(here.door()), here.secrets(), true, Optional.empty())))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class, b -> assertThat(b.why()).contains("opened the strongroom again"));
            secrets.leak(data.resolve("keys"));
            assertThat(drill.attempt(here)).isInstanceOf(Finding.Broken.class);
        }
    }

    private static DeployDoor always(DeployDoor real) {
        return new DeployDoor() {
            @Override
            public Secret token() {
                return real.token();
            }

            @Override
            public Optional<Boolean> opens(Secret token) {
                return Optional.of(true);
            }

            @Override
            public boolean alarmed(Secret token) {
                return true;
            }
        };
    }

    private interface Change {
        DeployBundle of(DeployBundle before);
    }

    private void rewrite(SealingKey key, Change change) throws IOException {
        try (StrongroomClient client = new StrongroomClient(address(), room.pin())) {
            StrongroomClient.Fetched got = client.fetch(token());
            DeployBundle bundle = DeployBundle.open(key, got.passwords().reveal());
            client.put(got.session(), change.of(bundle).seal(key));
        }
    }

    private EmbeddedPostgres start(DeploySecrets secrets) {
        return EmbeddedPostgres.start(
                data.resolve("postgres"),
                new PostgresOptions(data.resolve("keys"), BINARIES, 0),
                secrets.known(EmbeddedPostgres.OWNER));
    }

    private static void signsIn(EmbeddedPostgres database, Secret password) throws Exception {
        var source = new org.postgresql.ds.PGSimpleDataSource();
        source.setUrl(database.jdbcUrl("postgres"));
        source.setUser(ROLE);
        source.setPassword(password.revealText());
        try (Connection connection = source.getConnection()) {
            assertThat(connection.isValid(1)).isTrue();
        }
    }

    private DeploySecrets fetch() throws IOException, InterruptedException {
        return fetch(TokenFile.given(token()));
    }

    private DeploySecrets fetch(TokenFile token) throws IOException, InterruptedException {
        StrongroomPlace place = new StrongroomPlace(address(), room.pin(), token);
        return DeploySecrets.fetch(place, data.resolve("keys"), chance, clock, said::add);
    }

    private Secret token() throws IOException {
        return StrongroomFiles.token(home.resolve("room"), Duration.ofMinutes(5), chance, clock);
    }

    private URI address() {
        return URI.create("https://127.0.0.1:" + room.port() + "/");
    }

    private void serve(int port) throws IOException {
        room = Strongroom.serve(
                StrongroomFiles.open(home.resolve("room"), chance, clock),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                chance,
                clock,
                new ArrayList<String>()::add);
    }
}
