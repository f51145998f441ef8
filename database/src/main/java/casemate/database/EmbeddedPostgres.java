package casemate.database;

import casemate.base.Refusal;
import casemate.base.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL of our own: durable (fsync, synchronous commit and full-page writes on), on 127.0.0.1 only, every
/// role by SCRAM, gone when this process is gone, and stopped in order by [#close()].
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /// A free port found now may be taken the next moment; three tries make that a curiosity.
    private static final int PORT_TRIES = 3;

    /// How long the remains of a killed platform may take to go; the kernel needs milliseconds.
    private static final Duration REMAINS_LIMIT = Duration.ofSeconds(10);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private static final String SPACE = "space";
    private static final String CLUSTER = "cluster";

    private final Path directory;
    private final FileChannel owner;
    private final PostgresProcess process;
    private final int port;
    private final Secret password;

    private EmbeddedPostgres(Path directory, FileChannel owner, PostgresProcess process, int port, Secret password) {
        this.directory = directory;
        this.owner = owner;
        this.process = process;
        this.port = port;
        this.password = password;
    }

    /// Starts the server on a directory, making it when empty, recovering it when it was killed.
    ///
    /// @throws Refusal when the port is taken, the disk is full, or the directory is in use or of another version
    public static EmbeddedPostgres start(Path directory, PostgresOptions options) {
        try {
            Files.createDirectories(directory);
            FileChannel owner = own(directory);
            try {
                return start(directory, options, owner);
            } catch (IOException | RuntimeException e) {
                owner.close();
                throw e;
            }
        } catch (IOException e) {
            throw refusalOr(e);
        }
    }

    public int port() {
        return port;
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LOOPBACK + ":" + port + "/" + SqlName.check(database);
    }

    /// The superuser's name: for making roles and databases, not for daily work.
    public String ownerName() {
        return Cluster.OWNER;
    }

    public Secret ownerSecret() {
        return password;
    }

    /// Connections as the superuser.
    public DataSource owner(String database) {
        return Roles.source(jdbcUrl(database), Cluster.OWNER, password);
    }

    /// Makes a role that may sign in and nothing else, or gives an existing one this password.
    public void ensureRole(String name, Secret rolePassword) {
        new Roles(owner("postgres")).ensureRole(name, rolePassword);
    }

    /// Makes a database that only its owner may use, unless it is there.
    public void ensureDatabase(String name, String ownerRole) {
        new Roles(owner("postgres")).ensureDatabase(name, ownerRole);
    }

    /// Copies all databases as of one moment, while they work, into a directory that is not there yet. As a
    /// server's directory it starts like one that was killed at that moment, with the same keys.
    public void backUp(Path into) {
        try (Connection connection = owner("postgres").getConnection()) {
            Files.createDirectories(into.resolve(SPACE));
            BaseBackup.run(
                    connection,
                    directory.resolve(SPACE).resolve(CLUSTER),
                    into.resolve(SPACE).resolve(CLUSTER));
        } catch (IOException e) {
            throw new UncheckedIOException("the database could not be copied", e);
        } catch (SQLException e) {
            throw new IllegalStateException("the database could not be copied", e);
        }
    }

    /// Completes when the server is gone: after [#close()], or unasked when it was killed.
    public CompletableFuture<Integer> exited() {
        return process.exited().copy();
    }

    @Override
    public void close() {
        process.close();
        try {
            owner.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start(Path directory, PostgresOptions options, FileChannel owner)
            throws IOException {
        Path home = new PostgresBinaries(options.binaries()).unpacked();
        PostgresSandbox sandbox = PostgresSandbox.in(directory, home);
        awaitRemains(sandbox.lock());
        Secret password = new Cluster(sandbox, options.keys()).open();
        for (int tried = 1; ; tried++) {
            int port = options.port() == 0 ? freePort() : options.port();
            try {
                PostgresProcess process =
                        PostgresProcess.start(sandbox.command("postgres", ServerSettings.arguments(port)));
                return new EmbeddedPostgres(directory, owner, process, port, password);
            } catch (Refusal e) {
                if (options.port() != 0 || tried == PORT_TRIES || !e.code().equals("port-in-use")) {
                    throw e;
                }
            }
        }
    }

    /// One process owns a directory.
    private static FileChannel own(Path directory) throws IOException {
        FileChannel channel =
                FileChannel.open(directory.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw Refusal.conflict(
                    "database-in-use", "Another process runs the database in " + directory + "; stop that one first.");
        }
        return channel;
    }

    /// Waits until no sandbox of a killed predecessor lives.
    private static void awaitRemains(Path lock) throws IOException {
        long deadline = System.nanoTime() + REMAINS_LIMIT.toNanos();
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            while (tryLock(channel) == null) {
                if (System.nanoTime() > deadline) {
                    throw Refusal.conflict(
                            "database-in-use",
                            "A PostgreSQL of an earlier run still holds " + lock + "; end its bwrap process.");
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static RuntimeException refusalOr(IOException e) {
        if (String.valueOf(e.getMessage()).contains("No space left on device")) {
            return Refusal.conflict("disk-full", "The disk is full: make room, then start again.");
        }
        return new UncheckedIOException("the embedded PostgreSQL could not start", e);
    }
}
