package casemate.database;

import casemate.base.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Copies a cluster while it works, by PostgreSQL's low-level interface: files as they are found, and the write-ahead
/// log from before the first file to after the last, which a start replays over them.
final class BaseBackup {
    /// What belongs to a run of the server, and what it makes anew at every start.
    private static final Set<String> EMPTY = Set.of(
            "pg_dynshmem", "pg_notify", "pg_replslot", "pg_serial", "pg_snapshots", "pg_stat_tmp", "pg_subtrans");

    private static final Set<String> LEFT_OUT =
            Set.of("postmaster.pid", "postmaster.opts", "backup_label", "tablespace_map", "pg_internal.init");

    private static final String WAL = "pg_wal";
    private static final String TEMPORARY = "pgsql_tmp";
    private static final String CONTROL_FILE = "global/pg_control";
    private static final Pattern SEGMENT = Pattern.compile("[0-9A-F]{24}");

    /// The server writes its control file in one go, once in minutes; two equal readings are no mixture.
    private static final int CONTROL_TRIES = 10;

    private static final String SLOT = "casemate_house";

    private final Connection connection;
    private final Path cluster;
    private final Path into;

    private BaseBackup(Connection connection, Path cluster, Path into) {
        this.connection = connection;
        this.cluster = cluster;
        this.into = into;
    }

    /// @param connection the superuser's, used for nothing else meanwhile
    /// @param into made by this
    static void run(Connection connection, Path cluster, Path into) throws IOException, SQLException {
        new BaseBackup(connection, cluster, into).run();
    }

    private void run() throws IOException, SQLException {
        // The log must not be recycled meanwhile. Ends with the connection, also when we die.
        text("select slot_name::text from pg_create_physical_replication_slot(?, true, true)", SLOT);
        String first = text("select pg_walfile_name(pg_backup_start(?, true))", "casemate house");
        files();
        String label;
        String last;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select pg_walfile_name(lsn), labelfile from pg_backup_stop(wait_for_archive => false)")) {
            row.next();
            last = row.getString(1);
            label = row.getString(2);
        }
        log(first, last);
        Path labelFile = into.resolve("backup_label");
        Files.write(labelFile, label.getBytes(StandardCharsets.UTF_8));
        Files.setAttribute(labelFile, "unix:uid", Files.getAttribute(into, "unix:uid"));
        Files.setAttribute(labelFile, "unix:gid", Files.getAttribute(into, "unix:gid"));
    }

    private void files() throws IOException {
        Files.walkFileTree(cluster, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (directory.getFileName().toString().equals(TEMPORARY)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                copy(directory);
                Path relative = cluster.relativize(directory);
                if (relative.toString().equals(WAL)) {
                    copy(directory.resolve("archive_status"));
                    copy(directory.resolve("summaries"));
                    return FileVisitResult.SKIP_SUBTREE;
                }
                return EMPTY.contains(relative.toString()) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()
                        && !LEFT_OUT.contains(file.getFileName().toString())) {
                    copy(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    // A table that was dropped meanwhile: the log says so, too.
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        controlFile();
    }

    private void controlFile() throws IOException {
        Path file = cluster.resolve(CONTROL_FILE);
        byte[] before = Files.readAllBytes(file);
        for (int i = 0; i < CONTROL_TRIES; i++) {
            copy(file);
            byte[] copied = Files.readAllBytes(into.resolve(CONTROL_FILE));
            if (Arrays.equals(before, copied)) {
                return;
            }
            before = copied;
        }
        throw new IOException("the database's control file changes all the time");
    }

    private void log(String first, String last) throws IOException {
        int copied = 0;
        try (Stream<Path> segments = Files.list(cluster.resolve(WAL))) {
            for (Path segment : segments.sorted().toList()) {
                String name = segment.getFileName().toString();
                if (SEGMENT.matcher(name).matches() && name.compareTo(first) >= 0 && name.compareTo(last) <= 0) {
                    copy(segment);
                    copied++;
                }
            }
        }
        if (copied == 0 || Files.notExists(into.resolve(WAL).resolve(first))) {
            throw new IOException("the write-ahead log of the backup is gone");
        }
    }

    private void copy(Path path) throws IOException {
        FileTree.copyIfThere(path, into.resolve(cluster.relativize(path)));
    }

    private String text(String query, String argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, argument);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
