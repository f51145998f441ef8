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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL of our own: durable (fsync, synchronous commit and full-page writes on), on 127.0.0.1 only, every
/// role by SCRAM, gone when this process is gone, and stopped in order by [#close()].
public final class EmbeddedPostgres implements AutoCloseable {
    /// The superuser's name: for making roles and databases, not for daily work.
    public static final String OWNER = Cluster.OWNER;

    private static final System.Logger LOG = System.getLogger("casemate.database");

    /// SQLSTATE invalid_password.
    private static final String WRONG_PASSWORD = "28P01";

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
    private final Cluster cluster;
    private volatile Secret password;

    private EmbeddedPostgres(
            Path directory, FileChannel owner, PostgresProcess process, int port, Cluster cluster, Secret password) {
        this.directory = directory;
        this.owner = owner;
        this.process = process;
        this.port = port;
        this.cluster = cluster;
        this.password = password;
    }

    /// Starts the server on a directory, making it when empty, recovering it when it was killed.
    ///
    /// @throws Refusal when the port is taken, the disk is full, or the directory is in use or of another version
    public static EmbeddedPostgres start(Path directory, PostgresOptions options) {
        return start(directory, options.binaries(), (sandbox, owner) -> {
            Cluster cluster = new Cluster(sandbox, options.keys());
            return listen(directory, options, owner, sandbox, cluster, cluster.open());
        });
    }

    /// The same with a password of the owner that lies in no file: one of these opens it. When none does (a cluster
    /// that comes from a copy, or whose passwords were lost), it is given a new one while nobody can connect, which
    /// takes the files and nothing else.
    ///
    /// @param known the likeliest first; none at the first start
    public static EmbeddedPostgres start(Path directory, PostgresOptions options, List<Secret> known) {
        return start(directory, options.binaries(), (sandbox, owner) -> {
            Cluster cluster = new Cluster(sandbox, options.keys());
            Secret fresh = Cluster.fresh();
            if (!cluster.openWith(fresh)) {
                return listen(directory, options, owner, sandbox, cluster, fresh);
            }
            List<Secret> tried = new ArrayList<>(known);
            cluster.formerPassword().ifPresent(tried::add);
            if (!tried.isEmpty()) {
                EmbeddedPostgres server = listen(directory, options, owner, sandbox, cluster, tried.getFirst());
                if (server.signsInWith(tried)) {
                    return server;
                }
                server.process.close();
            }
            LOG.log(System.Logger.Level.WARNING, "no known password opens the database; its owner gets a new one");
            cluster.reset(fresh);
            return listen(directory, options, owner, sandbox, cluster, fresh);
        });
    }

    private interface Opening {
        EmbeddedPostgres open(PostgresSandbox sandbox, FileChannel owner) throws IOException;

        default EmbeddedPostgres in(Path directory, Path binaries, FileChannel owner) throws IOException {
            PostgresSandbox sandbox = PostgresSandbox.in(directory, new PostgresBinaries(binaries).unpacked());
            awaitRemains(sandbox.lock());
            return open(sandbox, owner);
        }
    }

    private static EmbeddedPostgres start(Path directory, Path binaries, Opening opening) {
        try {
            Files.createDirectories(directory);
            FileChannel owner = own(directory);
            try {
                return opening.in(directory, binaries, owner);
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

    /// Changes passwords, also the owner's, in one transaction; the server sees verifiers only.
    public void setPasswords(Map<String, Secret> passwords) {
        new Roles(owner("postgres")).setPasswords(passwords);
        Secret own = passwords.get(Cluster.OWNER);
        if (own != null) {
            password = own;
            try {
                cluster.forgetFormerPassword();
            } catch (IOException e) {
                throw new UncheckedIOException("the former password's file cannot be removed", e);
            }
        }
    }

    private boolean signsInWith(List<Secret> known) {
        for (Secret each : known) {
            try (Connection _ =
                    Roles.source(jdbcUrl("postgres"), Cluster.OWNER, each).getConnection()) {
                password = each;
                return true;
            } catch (SQLException e) {
                if (!WRONG_PASSWORD.equals(e.getSQLState())) {
                    throw new IllegalStateException("the database does not answer", e);
                }
            }
        }
        return false;
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

    /// Takes away what rows that are gone have left in a database's files, while it works; each table in turn stands
    /// still for as long as it takes to write it anew.
    ///
    /// @param mostBytes a larger database is left alone
    /// @return whether it was done
    public boolean dropFreed(String database, long mostBytes) {
        try {
            return FreedPages.drop(owner(database), mostBytes);
        } catch (SQLException e) {
            throw new IllegalStateException("what removed rows left could not be taken away", e);
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

    private static EmbeddedPostgres listen(
            Path directory,
            PostgresOptions options,
            FileChannel owner,
            PostgresSandbox sandbox,
            Cluster cluster,
            Secret password)
            throws IOException {
        for (int tried = 1; ; tried++) {
            int port = options.port() == 0 ? freePort() : options.port();
            try {
                PostgresProcess process =
                        PostgresProcess.start(sandbox.command("postgres", ServerSettings.arguments(port)));
                return new EmbeddedPostgres(directory, owner, process, port, cluster, password);
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
