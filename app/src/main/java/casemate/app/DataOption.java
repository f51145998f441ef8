package casemate.app;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--data`: which platform is meant, told alike by all commands.
final class DataOption {
    private static final Path USUAL = Path.of("/var/lib/casemate");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; also by CASEMATE_DATA. Usual: /var/lib/casemate")
    private @Nullable Path data;

    Path path(Map<String, String> environment) {
        if (data != null) {
            return data.toAbsolutePath().normalize();
        }
        String told = environment.getOrDefault("CASEMATE_DATA", "");
        return told.isBlank() ? USUAL : Path.of(told).toAbsolutePath().normalize();
    }
}
