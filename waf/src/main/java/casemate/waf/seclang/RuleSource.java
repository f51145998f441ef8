package casemate.waf.seclang;

import casemate.base.Refusal;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Where rules come from: a file, a directory of the Core Rule Set, or, when nobody names any, Debian's package and
/// otherwise the baseline.
///
/// @param name for people
/// @param files what the rules may name; operators find their data through it
/// @param directives as read
public record RuleSource(String name, RuleFiles files, List<Directive> directives) {
    /// What the package `modsecurity-crs` installs.
    public static final Path DEBIAN = Path.of("/usr/share/modsecurity-crs/owasp-crs.load");

    /// Before rules that bring no settings.
    private static final String SETTINGS = "settings.conf";

    /// Before the Core Rule Set too: what is usual in applications that it is told of.
    private static final String APPLICATIONS = "applications.conf";

    private static final String BASELINE = "baseline.conf";

    public RuleSource {
        directives = List.copyOf(directives);
    }

    /// @param debian usually [#DEBIAN]
    /// @throws RulesRefused with every problem
    public static RuleSource usual(Path debian) {
        return Files.isReadable(debian) ? withSettings(withApplications(file(debian))) : baseline();
    }

    /// Rules that somebody names. A release of the Core Rule Set has no settings and gets the usual ones; anything else
    /// says all that it wants.
    ///
    /// @param path a rule file, or a directory with rule files: a release of the Core Rule Set, or `*.conf`
    /// @throws RulesRefused with every problem
    public static RuleSource of(Path path) {
        if (Files.isDirectory(path.resolve("rules"))) {
            return withSettings(withApplications(directory(path, release(path))));
        }
        return Files.isDirectory(path) ? directory(path, "Include *.conf\n") : file(path);
    }

    /// The rules that protect where no others are installed.
    public static RuleSource baseline() {
        return withSettings(new RuleSource("the baseline", RuleFiles.none(), resource(BASELINE)));
    }

    private static RuleSource withSettings(RuleSource rules) {
        return after(SETTINGS, rules);
    }

    private static RuleSource withApplications(RuleSource rules) {
        return after(APPLICATIONS, rules);
    }

    private static RuleSource after(String resource, RuleSource rules) {
        return new RuleSource(
                rules.name(),
                rules.files(),
                Stream.concat(resource(resource).stream(), rules.directives().stream())
                        .toList());
    }

    private static RuleSource file(Path path) {
        if (!Files.isRegularFile(path)) {
            throw Refusal.notFound(
                    "rules-missing", "There is no file or directory " + path + "; name one that holds rules.");
        }
        Path directory = Objects.requireNonNullElse(path.toAbsolutePath().getParent(), path);
        RuleFiles files = RuleFiles.from(directory);
        return new RuleSource(path.toString(), files, RuleText.parse(files, path.toAbsolutePath()));
    }

    private static RuleSource directory(Path path, String text) {
        RuleFiles files = RuleFiles.from(path);
        String place = path.toAbsolutePath().resolve("*.conf").toString();
        return new RuleSource(path.toString(), files, RuleText.parse(files, place, text));
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

    private static List<Directive> resource(String name) {
        try (InputStream in = RuleSource.class.getResourceAsStream(name)) {
            byte[] text = Objects.requireNonNull(in, name).readAllBytes();
            return RuleText.parse(RuleFiles.none(), name, Bytes.of(text).toLatin1());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
