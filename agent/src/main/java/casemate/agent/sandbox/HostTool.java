package casemate.agent.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Runs one of the host's own tools (`ip`, `nft`, `apt-get`, …): bounded in time and output, without a shell, without
/// the environment of whoever started the agent.
public final class HostTool {
    /// Where Debian keeps tools; the caller's PATH is not asked.
    private static final List<String> DIRECTORIES = List.of("/usr/sbin", "/usr/bin", "/sbin", "/bin");
    /// More than any of the tools prints; the rest is dropped.
    private static final int LOOK_MILLIS = 100;
    private static final int MAX_OUTPUT_BYTES = 4 << 20;

    private HostTool() {}

    /// What a tool said.
    ///
    /// @param output of both streams, at most 4 MiB
    public record Outcome(int exit, String output) {
        public boolean done() {
            return exit == 0;
        }

        /// The last line that says something: what to show when the tool failed.
        public String lastLine() {
            return output.lines()
                    .filter(l -> !l.isBlank())
                    .reduce((_, b) -> b)
                    .orElse("no output")
                    .strip();
        }
    }

    public static Optional<Path> find(String tool) {
        return DIRECTORIES.stream()
                .map(d -> Path.of(d, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /// The tool's absolute path; its bare name when it is not installed, so that running it says which one is missing.
    public static String path(String tool) {
        return find(tool).map(Path::toString).orElse(tool);
    }

    /// An environment that holds nothing of the caller's.
    public static void cleanEnvironment(ProcessBuilder builder) {
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", String.join(":", DIRECTORIES));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("DEBIAN_FRONTEND", "noninteractive");
    }

    /// Runs to the end, or to the bound, when the tool is killed.
    ///
    /// @param input what the tool reads on its standard input
    public static Outcome run(Duration bound, String input, List<String> command) throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.command().set(0, path(command.getFirst()));
        cleanEnvironment(builder);
        try {
            Process process = builder.start();
            return finish(process, bound, input);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command.getFirst(), e);
        }
    }

    public static Outcome run(Duration bound, String... command) throws InterruptedException {
        return run(bound, "", new java.util.ArrayList<>(List.of(command)));
    }

    /// Like [#run], but a failure is an exception that quotes the tool's last line.
    public static String must(Duration bound, String input, String... command) throws InterruptedException {
        Outcome outcome = run(bound, input, new java.util.ArrayList<>(List.of(command)));
        if (!outcome.done()) {
            throw new UncheckedIOException(new IOException(command[0] + " failed: " + outcome.lastLine()));
        }
        return outcome.output();
    }

    /// Feeds a process, reads what it prints, and ends it at the bound.
    static Outcome finish(Process process, Duration bound, String input) throws InterruptedException, IOException {
        // A platform thread: it blocks in a pipe, which would hold a virtual thread's carrier.
        Thread caller = Thread.currentThread();
        Thread guard = Thread.ofPlatform().daemon().name("agent-bound").start(() -> killAt(process, bound, caller));
        try (OutputStream in = process.getOutputStream();
                InputStream out = process.getInputStream()) {
            feed(in, input);
            byte[] head = out.readNBytes(MAX_OUTPUT_BYTES);
            out.skip(Long.MAX_VALUE);
            return new Outcome(process.waitFor(), new String(head, StandardCharsets.UTF_8));
        } finally {
            guard.interrupt();
            process.destroyForcibly();
        }
    }

    private static void feed(OutputStream in, String input) {
        try (in) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException _) {
            // The tool ended without reading all: its exit code tells.
        }
    }

    /// Kills the tool at its bound, or when its caller is interrupted: reading a pipe does not notice that.
    private static void killAt(Process process, Duration bound, Thread caller) {
        try {
            long end = System.nanoTime() + bound.toNanos();
            while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (System.nanoTime() - end > 0 || caller.isInterrupted()) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
