package casemate.app;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What the command line finds around it; the only place that reads the process's own environment.
///
/// @param root the directory of the launcher: sources, policies, blueprints
/// @param environment variables
/// @param out for data and results
/// @param err for progress and refusals
record Surroundings(Path root, Map<String, String> environment, PrintWriter out, PrintWriter err) {
    static final String ROOT_PROPERTY = "casemate.root";

    Surroundings {
        environment = Map.copyOf(environment);
    }

    static Surroundings ofProcess() {
        Charset charset = System.out.charset();
        return new Surroundings(
                Path.of(System.getProperty(ROOT_PROPERTY, "")).toAbsolutePath(),
                System.getenv(),
                new PrintWriter(System.out, true, charset),
                new PrintWriter(System.err, true, charset));
    }

    /// Where an executable lies; root's directories count even when `PATH` leaves them out.
    Optional<Path> find(String program) {
        String path = environment.getOrDefault("PATH", "") + ":/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";
        for (String directory : path.split(":", -1)) {
            Path candidate = Path.of(directory).resolve(program);
            if (!directory.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /// The same, with nobody to tell.
    Surroundings silent() {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new Surroundings(root, environment, nowhere, nowhere);
    }

    /// A line for the person at the terminal, apart from the data.
    void tell(String line) {
        err.println("casemate: " + line);
        err.flush();
    }
}
