package casemate.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

/// A terminal that remembers what was printed on it.
final class Terminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return CommandLines.of(surroundings()).execute(arguments);
    }

    Surroundings surroundings() {
        return new Surroundings(
                Path.of("..").toAbsolutePath().normalize(),
                Map.of("PATH", "/usr/bin:/bin"),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
