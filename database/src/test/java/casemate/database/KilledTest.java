package casemate.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kill -9` of the platform does to its database.
class KilledTest {
    private static final Path BINARIES = Path.of("target", "postgres").toAbsolutePath();
    private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 100;

    @TempDir
    Path directory;

    @Test
    void a_killed_platform_leaves_no_server_and_no_acknowledged_row_is_lost() throws Exception {
        Process platform = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Platform.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        int acknowledged = 0;
        try (BufferedReader rows = platform.inputReader()) {
            while (acknowledged < ACKNOWLEDGED_BEFORE_THE_KILL) {
                acknowledged = Integer.parseInt(String.valueOf(rows.readLine()));
            }
            assertThat(sandboxes()).isEqualTo(2);
            // By its handle: the process object would close the pipe, and with it the last acknowledgements.
            platform.toHandle().destroyForcibly();
            for (String row = rows.readLine(); row != null; row = rows.readLine()) {
                acknowledged = Integer.parseInt(row);
            }
        }
        assertThat(platform.waitFor(60, TimeUnit.SECONDS)).isTrue();

        try (EmbeddedPostgres server = start(directory)) {
            assertThat(sandboxes()).as("only those of the new server").isEqualTo(2);
            assertThat(count(server)).isGreaterThanOrEqualTo(acknowledged);
        }
        assertThat(sandboxes()).isZero();
    }

    /// Stands for the platform: inserts rows one by one, and prints each once it is committed.
    static final class Platform {
        private static final int MANY = 1_000_000;

        private Platform() {}

        public static void main(String[] arguments) throws SQLException {
            try (EmbeddedPostgres server = start(Path.of(arguments[0]));
                    Connection connection = server.owner("postgres").getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table note (n int primary key)");
                for (int n = 1; n < MANY; n++) {
                    statement.execute("insert into note values (" + n + ")");
                    System.out.println(n);
                }
            }
        }
    }

    private static EmbeddedPostgres start(Path directory) {
        return EmbeddedPostgres.start(
                directory.resolve("postgres"), new PostgresOptions(directory.resolve("keys"), BINARIES, 0));
    }

    private static int count(EmbeddedPostgres server) throws SQLException {
        try (Connection connection = server.owner("postgres").getConnection();
                ResultSet rows = connection.createStatement().executeQuery("select count(*) from note")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /// How many bubblewrap processes name our directory: two for a server that runs, an outer and an inner.
    private long sandboxes() throws IOException {
        List<Path> processes;
        try (var all = Files.list(Path.of("/proc"))) {
            processes = all.filter(p -> p.getFileName().toString().matches("[0-9]+"))
                    .toList();
        }
        return processes.stream()
                .filter(process -> commandLine(process).startsWith("bwrap"))
                .filter(process -> commandLine(process).contains(directory.toString()))
                .count();
    }

    private static String commandLine(Path process) {
        try {
            return Files.readString(process.resolve("cmdline"));
        } catch (IOException _) {
            return "";
        }
    }
}
