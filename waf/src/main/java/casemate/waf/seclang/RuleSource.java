package casemate.waf.seclang;

import casemate.base.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Where rules come from: a file, a directory of the Core Rule Set, or, when nobody names any, Debian's package and
/// otherwise the baseline.
///
/// @param name for people
/// @param files what the rules may name; operators find their data through it
/// @param directives as read
public record RuleSource(String name, RuleFiles files, List<Directive> directives) {
    /// What the package `modsecurity-crs` installs.
    public static final Path DEBIAN = Path.of("/usr/share/modsecurity-crs/owasp-crs.load");

    /// The rules in `baseline.conf`, our own.
    private static final String BASELINE = "baseline.conf";

    public RuleSource {
        directives = List.copyOf(directives);
    }

    /// @param debian usually [#DEBIAN]
    /// @throws RulesRefused with every problem
    public static RuleSource usual(Path debian) {
        return Files.isReadable(debian) ? of(debian) : baseline();
    }

    /// @param path a rule file, or a directory with rule files: a release of the Core Rule Set, or `*.conf`
    /// @throws RulesRefused with every problem
    public static RuleSource of(Path path) {
        if (Files.isDirectory(path)) {
            return directory(path);
        }
        if (!Files.isRegularFile(path)) {
            throw Refusal.notFound(
                    "rules-missing", "There is no file or directory " + path + "; name one that holds rules.");
        }
        Path directory = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
        RuleFiles files = RuleFiles.from(directory);
        return new RuleSource(path.toString(), files, RuleText.parse(files, path.toAbsolutePath()));
    }

    /// The rules that protect where no others are installed.
    public static RuleSource baseline() {
        RuleFiles files = RuleFiles.none();
        return new RuleSource("the baseline", files, RuleText.parse(files, BASELINE, resource()));
    }

    private static RuleSource directory(Path path) {
        RuleFiles files = RuleFiles.from(path);
        String text = Files.isDirectory(path.resolve("rules")) ? release(path) : "Include *.conf\n";
        return new RuleSource(
                path.toString(),
                files,
                RuleText.parse(files, path.resolve("*.conf").toString(), text));
    }

    /// A release's own setup, or else the example that it brings; then its plugins and its rules.
    private static String release(Path path) {
        boolean setUp = Files.isRegularFile(path.resolve("crs-setup.conf"));
        return """
                IncludeOptional crs-setup.conf%s
                IncludeOptional plugins/*-config.conf
                IncludeOptional plugins/*-before.conf
                Include rules/*.conf
                IncludeOptional plugins/*-after.conf
                """.formatted(setUp ? "" : ".example");
    }

    private static String resource() {
        try (InputStream in = RuleSource.class.getResourceAsStream(BASELINE)) {
            return new String(Objects.requireNonNull(in, BASELINE).readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
