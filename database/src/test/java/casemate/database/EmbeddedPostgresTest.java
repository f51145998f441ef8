package casemate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    /// Shared by the tests of this machine: unpacking takes seconds.
    private static final Path BINARIES = Path.of("target", "postgres").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void commits_are_durable_pages_have_checksums_and_strangers_stay_out() throws SQLException {
        try (EmbeddedPostgres server = start(0)) {
            assertThat(settings(server.owner("postgres")))
                    .containsEntry("fsync", "on")
                    .containsEntry("synchronous_commit", "on")
                    .containsEntry("full_page_writes", "on")
                    .containsEntry("data_checksums", "on")
                    .containsEntry("listen_addresses", "127.0.0.1")
                    .containsEntry("unix_socket_directories", "");
            DataSource stranger =
                    Roles.source(server.jdbcUrl("postgres"), server.ownerName(), Secret.of("not the password"));
            assertThatThrownBy(stranger::getConnection).hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void roles_see_only_their_own_database_and_both_are_made_once() throws SQLException {
        Secret password = Secret.of("it's a \"password\"");
        try (EmbeddedPostgres server = start(0)) {
            for (int time = 0; time < 2; time++) {
                server.ensureRole("shop", password);
                server.ensureRole("garden", password);
                server.ensureDatabase("shop", "shop");
            }
            DataSource shop = Roles.source(server.jdbcUrl("shop"), "shop", password);
            assertThat(text(
                            shop,
                            "select current_user || ' ' || datcollate || ' ' || datlocale from pg_database"
                                    + " where datname = current_database()"))
                    .isEqualTo("shop C C.UTF-8");
            assertThatThrownBy(Roles.source(server.jdbcUrl("shop"), "garden", password)::getConnection)
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void an_orderly_stop_keeps_rows_and_the_directory_has_one_user_at_a_time() throws SQLException {
        try (EmbeddedPostgres server = start(0)) {
            text(server.owner("postgres"), "create table t as select 7 as n; select n::text from t");
            assertThatThrownBy(() -> start(0)).isInstanceOf(Refusal.class).hasMessageContaining("Another process");
        }
        try (EmbeddedPostgres server = start(0)) {
            assertThat(text(server.owner("postgres"), "select n::text from t")).isEqualTo("7");
        }
    }

    @Test
    void a_taken_port_another_version_and_a_lost_key_are_refused_in_one_line() throws IOException {
        start(0).close();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(taken.getLocalPort()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("port is in use");
        }
        Path version = directory.resolve("postgres/space/cluster/PG_VERSION");
        Files.writeString(version, "19\n");
        assertThatThrownBy(() -> start(0)).isInstanceOf(Refusal.class).hasMessageContaining("PostgreSQL 19");
        Files.writeString(version, "18\n");
        Files.delete(directory.resolve("keys/postgres-owner"));
        assertThatThrownBy(() -> start(0)).isInstanceOf(Refusal.class).hasMessageContaining("put the key back");
    }

    @Test
    void an_owner_whose_password_lies_in_no_file_signs_in_with_a_known_one_or_is_given_a_new_one() throws Exception {
        Secret first = Secret.of("the first password of the owner");
        Secret second = Secret.of("the second password of the owner");
        try (EmbeddedPostgres server = start(List.of())) {
            server.ensureRole("shop", first);
            server.setPasswords(Map.of(server.ownerName(), first, "shop", second));
            assertThat(server.ownerSecret()).isEqualTo(first);
            text(Roles.source(server.jdbcUrl("postgres"), "shop", second), "select 1::text");
            assertThatThrownBy(Roles.source(server.jdbcUrl("postgres"), "shop", first)::getConnection)
                    .hasMessageContaining("password authentication failed");
        }
        assertThat(directory.resolve("keys/postgres-owner")).doesNotExist();
        // The pending one was never set, the good one is: a kill between the two.
        try (EmbeddedPostgres server = start(List.of(second, first))) {
            assertThat(server.ownerSecret()).isEqualTo(first);
            text(server.owner("postgres"), "create table kept as select 1 as n; select '1'");
        }
        try (EmbeddedPostgres server = start(List.of(second))) {
            assertThat(server.ownerSecret()).isNotIn(first, second);
            assertThat(text(server.owner("postgres"), "select n::text from kept"))
                    .isEqualTo("1");
        }
    }

    @Test
    void a_password_in_a_file_of_an_earlier_release_is_used_and_then_removed() throws Exception {
        start(0).close();
        Path file = directory.resolve("keys/postgres-owner");
        Secret former = Secret.of(Files.readString(file));
        try (EmbeddedPostgres server = start(List.of())) {
            assertThat(server.ownerSecret()).isEqualTo(former);
            assertThat(file).exists();
            server.setPasswords(Map.of(server.ownerName(), Secret.of("the next password")));
            assertThat(file).doesNotExist();
        }
    }

    @Test
    void a_copy_made_beside_a_writer_starts_with_all_that_was_committed_before() throws Exception {
        Path copy = directory.resolve("copy");
        AtomicBoolean done = new AtomicBoolean();
        CountDownLatch enough = new CountDownLatch(1);
        long before;
        try (EmbeddedPostgres server = start(0)) {
            DataSource source = server.owner("postgres");
            text(source, "create table t (n int primary key, twice int, pad text); select '1'");
            Thread writer = Thread.ofPlatform().start(() -> {
                try (Connection connection = source.getConnection();
                        var statement = connection.createStatement()) {
                    for (int n = 0; !done.get(); n++) {
                        if (n == 100) {
                            enough.countDown();
                        }
                        statement.execute("insert into t select coalesce(max(n), 0) + 1, 2 * coalesce(max(n), 0) + 2,"
                                + " repeat('x', 500) from t");
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThat(enough.await(20, TimeUnit.SECONDS)).isTrue();
            before = count(source);
            server.backUp(copy);
            done.set(true);
            writer.join();
            assertThat(text(source, "select count(*)::text from pg_replication_slots"))
                    .isEqualTo("0");
        }
        try (EmbeddedPostgres again =
                EmbeddedPostgres.start(copy, new PostgresOptions(directory.resolve("keys"), BINARIES, 0))) {
            DataSource source = again.owner("postgres");
            assertThat(count(source)).isGreaterThanOrEqualTo(before);
            assertThat(text(source, "select (max(n) = count(*) and sum(twice) = 2 * sum(n))::text from t"))
                    .isEqualTo("true");
        }
    }

    private static long count(DataSource source) throws SQLException {
        return Long.parseLong(text(source, "select count(*)::text from t"));
    }

    private EmbeddedPostgres start(List<Secret> known) {
        return EmbeddedPostgres.start(
                directory.resolve("postgres"), new PostgresOptions(directory.resolve("keys"), BINARIES, 0), known);
    }

    @Test
    void what_removed_rows_left_in_the_files_can_be_taken_away() throws Exception {
        String marker = "zebra" + "quartz";
        try (EmbeddedPostgres server = start(0)) {
            server.ensureRole("shop", Secret.of("password"));
            server.ensureDatabase("shop", "shop");
            try (Connection shop = server.owner("shop").getConnection();
                    var statement = shop.createStatement()) {
                statement.execute("CREATE TABLE person (name text UNIQUE, note text)");
                statement.execute("INSERT INTO person SELECT '" + marker + "-' || n, repeat('" + marker
                        + " ', 2000) || n FROM generate_series(1, 50) n");
                statement.execute("INSERT INTO person VALUES ('stays', '')");
                statement.execute("ANALYZE person");
                statement.execute("DELETE FROM person WHERE name <> 'stays'");
                statement.execute("CHECKPOINT");
            }
            assertThat(holding(marker)).isNotEmpty();
            assertThat(server.dropFreed("shop", 1)).isFalse();
            assertThat(server.dropFreed("shop", 1L << 30)).isTrue();
            assertThat(holding(marker)).isEmpty();
            assertThat(text(server.owner("shop"), "SELECT name FROM person")).isEqualTo("stays");
        }
    }

    /// Files of the cluster in which these bytes stand.
    private List<Path> holding(String marker) throws IOException {
        try (var files = Files.walk(directory.resolve("postgres"))) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                                    .contains(marker);
                        } catch (java.nio.file.NoSuchFileException _) {
                            return false;
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    private EmbeddedPostgres start(int port) {
        return EmbeddedPostgres.start(
                directory.resolve("postgres"), new PostgresOptions(directory.resolve("keys"), BINARIES, port));
    }

    private static Map<String, String> settings(DataSource source) throws SQLException {
        Map<String, String> settings = new TreeMap<>();
        try (Connection connection = source.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select name, setting from pg_settings")) {
            while (rows.next()) {
                settings.put(rows.getString(1), rows.getString(2));
            }
        }
        return settings;
    }

    private static String text(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                var statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                return result.getString(1);
            }
        }
    }
}
