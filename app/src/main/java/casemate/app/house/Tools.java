package casemate.app.house;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs stock tools on files of the house's own, at low priority. Secrets go in by standard input, never by arguments
/// or environment.
final class Tools {
    /// A control database of a vendor with thousands of customers is some gigabytes.
    private static final Duration BOUND = Duration.ofHours(2);

    private static final int MAX_OUTPUT_BYTES = 64 << 10;

    private Tools() {}

    /// Runs a script of bash, which notices failures inside a pipe.
    ///
    /// @param what for people, when it fails
    /// @param arguments what the script finds as `$1` and on
    static String bash(String what, String script, String input, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("nice", "-n", "10", "bash", "-euo", "pipefail", "-c", script, "casemate-house"));
        command.addAll(arguments);
        // Both streams in one: a script here prints a result, or complains and fails.
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException _) {
                // It ended without reading: its exit code tells.
            }
            String out = new String(process.getInputStream().readNBytes(MAX_OUTPUT_BYTES), StandardCharsets.UTF_8);
            if (!process.waitFor(BOUND.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(what + " took too long");
            }
            if (process.exitValue() != 0) {
                throw new IOException(what + " failed: " + lastLine(out));
            }
            return out;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String lastLine(String out) {
        return out.lines()
                .filter(line -> !line.isBlank())
                .reduce((_, last) -> last)
                .orElse("without a word")
                .strip();
    }
}
