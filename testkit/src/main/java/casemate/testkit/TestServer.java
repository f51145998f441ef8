package casemate.testkit;

import casemate.base.FileTree;
import casemate.database.EmbeddedPostgres;
import casemate.database.PostgresOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/// The one PostgreSQL of a test run. Its files lie in memory where that is possible; its settings are the product's.
final class TestServer implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");
    private static final String PREFIX = "casemate-test-";

    /// No test run lasts as long: what is older was left by a run that was killed.
    private static final Duration LEFT_BEHIND = Duration.ofHours(3);

    private final Path directory;
    private final EmbeddedPostgres server;
    private final AtomicInteger made = new AtomicInteger();
    private final Set<String> templates = ConcurrentHashMap.newKeySet();

    TestServer() {
        try {
            Path parent = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
            sweep(parent);
            directory = Files.createTempDirectory(parent, PREFIX);
            Path binaries = Path.of(System.getProperty("user.home"), ".cache", "casemate", "postgres");
            server = EmbeddedPostgres.start(
                    directory.resolve("postgres"), new PostgresOptions(directory.resolve("keys"), binaries, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EmbeddedPostgres server() {
        return server;
    }

    /// A database like the template, which is prepared when it is first asked for.
    synchronized String database(String template, Consumer<DataSource> prepare) {
        String prepared = "template_" + template;
        if (templates.add(prepared)) {
            execute("create database " + prepared);
            prepare.accept(server.owner(prepared));
        }
        String name = template + "_" + made.incrementAndGet();
        execute("create database " + name + " template " + prepared);
        return name;
    }

    void drop(String database) {
        execute("drop database if exists " + database + " with (force)");
    }

    @Override
    public void close() throws IOException {
        server.close();
        FileTree.delete(directory);
    }

    private void execute(String sql) {
        try (Connection connection = server.owner("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static void sweep(Path parent) throws IOException {
        Instant limit = Instant.now().minus(LEFT_BEHIND);
        try (var left = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path directory : left) {
                if (Files.getLastModifiedTime(directory).toInstant().isBefore(limit)) {
                    FileTree.delete(directory);
                }
            }
        }
    }
}
