package casemate.house;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One run of `./casemate …`, or of a tool of the system, to its end.
record Command(int exit, String out) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /// The launcher, as a person would call it.
    static Command casemate(String... arguments) {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return run(command);
    }

    /// Both outputs in one, as a terminal shows them.
    static Command run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + LIMIT + ": " + command);
            }
            return new Command(process.exitValue(), out);
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command, e);
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while running " + command, e);
        }
    }

    static Path launcher() {
        Path here = Path.of("").toAbsolutePath();
        return (here.endsWith("system-test") ? here.resolveSibling("casemate") : here.resolve("casemate"));
    }
}
