package casemate.database;

import casemate.base.Unavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Short commands with a bound.
final class Shell {
    /// initdb takes about a second; a busy disk has been seen to need twenty.
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// Enough for any error message of the commands run here.
    private static final int MAX_OUTPUT = 64 * 1024;

    private Shell() {}

    /// Runs to the end and returns what was printed.
    ///
    /// @throws IOException on an exit code other than 0, with the last lines printed
    static String run(String... command) throws IOException {
        return run(List.of(command));
    }

    static String run(List<String> command) throws IOException {
        return run(command, new byte[0]);
    }

    /// @param input small enough for a pipe, so that nobody waits for anybody
    static String run(List<String> command, byte[] input) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            try (var in = process.getOutputStream()) {
                in.write(input);
            }
            String printed = new String(out.readNBytes(MAX_OUTPUT), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new Unavailable(command.getFirst() + " took too long", LIMIT, new IOException(printed));
            }
            if (process.exitValue() != 0) {
                throw new IOException(command.getFirst() + " failed: " + printed.strip());
            }
            return printed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.getFirst(), e);
        } finally {
            process.destroyForcibly();
        }
    }
}
