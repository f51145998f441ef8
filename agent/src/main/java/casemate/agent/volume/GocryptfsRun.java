package casemate.agent.volume;

import casemate.agent.sandbox.HostTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts gocryptfs: the passphrase goes through a pipe, never into arguments, environment or a file, and no core
/// file can hold it. It is in a session of its own, so that a terminal's interrupt ends pods before their volumes.
///
/// It outlives a killed agent until the janitor, who kills the pods first, takes its view down: then it has written
/// all that it took, and ends.
final class GocryptfsRun {
    /// Its complaint.
    private static final int MOST_SAID = 16 << 10;

    private static final String READY = "mounted and ready";

    private GocryptfsRun() {}

    /// One that stays, once it shows its files. Nobody may look at them before: it looks there itself first, and
    /// whoever has something made there meanwhile waits for ever, as both do (go-fuse's look at whether it can be
    /// polled, and glibc's wait for all threads when one changes its user).
    ///
    /// What it complains of is dropped: names of customers' files could be in it, a full pipe would stop it, and a
    /// broken one would end it with the agent, before the pods.
    ///
    /// @throws IOException when it ends, or is not ready within the bound
    static Process show(byte[] words, Duration bound, Path cipher, Path at) throws IOException {
        ProcessBuilder builder = command("-fg", "-allow_other", cipher.toString(), at.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = start(builder, words);
        Thread guard = Thread.ofPlatform().daemon().name("agent-gocryptfs").start(() -> end(process, bound));
        try {
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.contains(READY)) {
                    return process;
                }
            }
            process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
            throw new IOException("gocryptfs shows nothing"
                    + (process.isAlive() ? "" : "; it ended with exit code " + process.exitValue()));
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a volume was unlocked", e);
        } finally {
            guard.interrupt();
        }
    }

    private static void end(Process process, Duration bound) {
        try {
            Thread.sleep(bound);
            process.destroyForcibly();
        } catch (InterruptedException _) {
            // It is ready, or has ended.
        }
    }

    /// @throws IOException that quotes it when it fails
    static void toItsEnd(byte[] words, Duration bound, String... arguments) throws IOException, InterruptedException {
        Process process = start(command(arguments).redirectErrorStream(true), words);
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("gocryptfs does not end");
            }
            if (process.exitValue() != 0) {
                byte[] said = process.getInputStream().readNBytes(MOST_SAID);
                throw new IOException("gocryptfs failed: "
                        + new HostTool.Outcome(process.exitValue(), new String(said, StandardCharsets.UTF_8))
                                .lastLine());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private static ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                HostTool.path("setsid"),
                HostTool.path("prlimit"),
                "--core=0",
                HostTool.path(Gocryptfs.PROGRAM),
                "-nosyslog"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        HostTool.cleanEnvironment(builder);
        return builder;
    }

    private static Process start(ProcessBuilder builder, byte[] words) throws IOException {
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(words);
        } catch (IOException _) {
            // It ended without reading: its exit code tells.
        }
        return process;
    }
}
