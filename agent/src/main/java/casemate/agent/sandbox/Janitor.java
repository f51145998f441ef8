package casemate.agent.sandbox;

import casemate.base.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A tiny process of its own that outlives the agent for a moment and takes down all that it had put up. It sweeps
/// once before the agent starts and once when the pipe to it closes: by [#close()] or by the agent's death, which are
/// the same to it. A lock file keeps the janitor of the next start waiting for that of the last.
final class Janitor implements AutoCloseable {
    /// A sweep is bounded to about 10 s by its script; the last agent's and this one's may come one after the other.
    private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

    private static final Duration CLOSE_WAIT = Duration.ofSeconds(30);
    private static final int LOCKED = 75;

    private final Process process;

    private Janitor(Process process) {
        this.process = process;
    }

    /// Stays until the agent is gone, and sweeps then.
    ///
    /// @param sealed where the volumes' file system is mounted, if it is one of its own
    /// @param first whether it also sweeps now what an earlier agent left: not when it replaces one that was killed
    /// @throws Refusal `agent-running` when another agent holds the same data directory
    static Janitor hire(Path lock, Names names, Path sealed, List<Path> cgroupRoots, boolean first) {
        List<String> command = new ArrayList<>(List.of(
                HostTool.path("setsid"),
                HostTool.path("flock"),
                "--no-fork",
                "--timeout",
                String.valueOf(LOCK_WAIT.toSeconds()),
                "--conflict-exit-code",
                String.valueOf(LOCKED),
                lock.toString(),
                HostTool.path("sh"),
                "-c",
                script(),
                "casemate-janitor",
                first ? "sweep" : "keep",
                names.cgroup(),
                names.table(),
                names.walledLinks(),
                names.openLinks(),
                names.stage().toString(),
                sealed.toString()));
        cgroupRoots.forEach(root -> command.add(root.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        HostTool.cleanEnvironment(builder);
        try {
            Process process = builder.start();
            awaitReady(process);
            return new Janitor(process);
        } catch (IOException e) {
            throw new UncheckedIOException("the janitor cannot be started", e);
        }
    }

    private static void awaitReady(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        if (!"ready".equals(out.readLine())) {
            process.destroyForcibly();
            throw Refusal.conflict(
                    "agent-running",
                    "Another agent works on this data directory; stop it first, or choose another directory.");
        }
    }

    private static String script() {
        try (InputStream in = Objects.requireNonNull(Janitor.class.getResourceAsStream("janitor.sh"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    /// Lets it sweep and waits until it has.
    @Override
    public void close() {
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.flush();
        } catch (IOException _) {
            // It is gone already; the next start sweeps.
        }
        try {
            process.waitFor(CLOSE_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
