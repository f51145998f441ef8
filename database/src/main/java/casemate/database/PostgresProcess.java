package casemate.database;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One run of the server. A platform thread starts it, reads its log and ends with it: the kernel's "die with parent"
/// fires when the starting *thread* dies, so that thread must live as long as the server.
final class PostgresProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.database");
    private static final String READY = "database system is ready to accept connections";

    /// Recovery replays at most `max_wal_size` of log; a slow disk reads that in less.
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    /// A fast shutdown ends sessions and writes one checkpoint; after this it is killed and recovers at the next start.
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(10);

    /// Enough of the log to say why a start failed.
    private static final int TAIL_LINES = 20;

    private final CompletableFuture<Process> ready = new CompletableFuture<>();
    private final CompletableFuture<Integer> exited = new CompletableFuture<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private final List<String> command;

    private PostgresProcess(List<String> command) {
        this.command = List.copyOf(command);
    }

    /// Returns when the server accepts connections.
    static PostgresProcess start(List<String> command) throws IOException {
        PostgresProcess run = new PostgresProcess(command);
        Thread.ofPlatform().name("postgres-keeper").daemon().start(run::keep);
        try {
            run.ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            return run;
        } catch (ExecutionException | TimeoutException e) {
            run.close();
            throw run.startFailure(e);
        } catch (InterruptedException e) {
            run.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL started", e);
        }
    }

    /// Completes with the exit code when the server is gone, whoever ended it.
    CompletableFuture<Integer> exited() {
        return exited;
    }

    /// Stops in order (PostgreSQL's fast shutdown), by force when that takes too long.
    @Override
    public void close() {
        Process process = ready.isCompletedExceptionally() ? null : ready.getNow(null);
        if (process == null || !process.isAlive()) {
            return;
        }
        try {
            Shell.run("kill", "-INT", String.valueOf(postmaster(process)));
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.log(System.Logger.Level.WARNING, "PostgreSQL did not stop in {0}; ending it", STOP_LIMIT);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "PostgreSQL could not be asked to stop; ending it", e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        process.destroyForcibly();
        process.onExit().orTimeout(KILL_LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private void keep() {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try (BufferedReader log = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = log.readLine(); line != null; line = log.readLine()) {
                    note(line);
                    if (line.contains(READY)) {
                        ready.complete(process);
                    }
                }
            }
            int code = process.waitFor();
            ready.completeExceptionally(new IOException("PostgreSQL ended with code " + code));
            exited.complete(code);
        } catch (IOException | InterruptedException e) {
            ready.completeExceptionally(e);
            exited.completeExceptionally(e);
        }
    }

    /// The outer bubblewrap has one child, the first process of the namespace, which has one: the postmaster.
    private static long postmaster(Process outer) throws IOException {
        return outer.children()
                .flatMap(ProcessHandle::children)
                .findFirst()
                .orElseThrow(() -> new IOException("the postmaster is not there"))
                .pid();
    }

    private void note(String line) {
        LOG.log(System.Logger.Level.DEBUG, line);
        synchronized (tail) {
            tail.addLast(line);
            if (tail.size() > TAIL_LINES) {
                tail.removeFirst();
            }
        }
    }

    private RuntimeException startFailure(Exception cause) {
        String log;
        synchronized (tail) {
            log = String.join(" | ", tail);
        }
        if (log.contains("Address already in use")) {
            return Refusal.conflict(
                    "port-in-use", "The database's port is in use by another program; choose another or end that one.");
        }
        if (log.contains("No space left on device")) {
            return Refusal.conflict(
                    "disk-full", "The disk is full: PostgreSQL cannot start; make room, then start again.");
        }
        return new Unavailable("PostgreSQL did not start: " + log, RETRY, cause);
    }
}
