package casemate.waf.ftw;

import casemate.base.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// A Core Rule Set on disk, and the configuration that its regression cases, or a comparison, load it with.
///
/// @param rules the directory of the `.conf` files
/// @param setup its set-up file
public record CoreRules(Path rules, Path setup) {
    /// The least and the most suspicious levels of the rule set.
    public static final int LEAST_PARANOIA = 1;

    public static final int MOST_PARANOIA = 4;

    /// Where Debian's package keeps the set-up of its rules.
    private static final Path DEBIAN_SETUP = Path.of("/etc/modsecurity/crs/crs-setup.conf");

    /// ModSecurity's recommended configuration, as far as verdicts depend on it: bodies are read, parsers chosen by
    /// content type, and bodies that cannot be parsed refused.
    private static final String RECOMMENDED = """
            SecRuleEngine {engine}
            SecRequestBodyAccess On
            SecRequestBodyLimit 13107200
            SecRequestBodyNoFilesLimit 131072
            SecRequestBodyLimitAction Reject
            SecRequestBodyJsonDepthLimit 512
            SecArgumentSeparator &
            SecCookieFormat 0
            SecResponseBodyAccess On
            SecResponseBodyMimeType text/plain text/html text/xml application/json
            SecResponseBodyLimit 524288
            SecResponseBodyLimitAction ProcessPartial
            SecAuditEngine Off
            SecRule REQUEST_HEADERS:Content-Type "^(?:application(?:/soap\\+|/)|text/)xml" \\
              "id:200000,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
            SecRule REQUEST_HEADERS:Content-Type "^application/json" \\
              "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule REQUEST_HEADERS:Content-Type "^application/[a-z0-9.-]+[+]json" \\
              "id:200006,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
            SecRule REQBODY_ERROR "!@eq 0" "id:200002,phase:2,t:none,log,deny,status:400,\\
              msg:'Failed to parse request body.',logdata:'%{reqbody_error_msg}',severity:2"
            SecRule MULTIPART_STRICT_ERROR "!@eq 0" "id:200003,phase:2,t:none,log,deny,status:400,\\
              msg:'Multipart request body failed strict validation.',severity:2"
            SecRule MULTIPART_UNMATCHED_BOUNDARY "@eq 1" "id:200004,phase:2,t:none,log,deny,\\
              msg:'Multipart parser detected a possible unmatched boundary.'"
            """;

    private static final String PARANOIA = """
            SecAction "id:900000,phase:1,pass,t:none,nolog,setvar:tx.paranoia_level={level},\\
              setvar:tx.executing_paranoia_level={level},setvar:tx.blocking_paranoia_level={level},\\
              setvar:tx.detection_paranoia_level={level}"
            """;

    /// The rule that CRS's tests/regression/README asks for.
    private static final String REGRESSION = """
            SecAction "id:900005,phase:1,nolog,pass,ctl:ruleEngine=DetectionOnly,ctl:ruleRemoveById=910000,\\
              setvar:tx.crs_validate_utf8_encoding=1,setvar:tx.arg_name_length=100,setvar:tx.arg_length=400,\\
              setvar:tx.total_arg_length=64000,setvar:tx.max_num_args=255,setvar:tx.max_file_size=64100,\\
              setvar:tx.combined_file_sizes=65535"
            """;

    /// Finds the rules in a directory: a checkout of the rule set, Debian's package, or the folder of rules itself.
    public static CoreRules at(Path directory) {
        Path rules = Stream.of(directory.resolve("rules"), directory)
                .filter(CoreRules::hasRules)
                .findFirst()
                .orElseThrow(() -> Refusal.invalid(
                        "rules-missing", "There is no Core Rule Set (*.conf files) in " + directory + "."));
        Path above = rules.resolveSibling("crs-setup.conf");
        return Stream.of(
                        above,
                        rules.resolveSibling("crs-setup.conf.example"),
                        directory.resolve("crs-setup.conf"),
                        DEBIAN_SETUP)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(setup -> new CoreRules(rules.toAbsolutePath(), setup.toAbsolutePath()))
                .orElseThrow(() -> Refusal.invalid("rules-setup", "There is no set-up file " + above + "."));
    }

    private static boolean hasRules(Path directory) {
        try (Stream<Path> files = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
            return files.anyMatch(f -> f.getFileName().toString().startsWith("REQUEST-"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// For the regression cases: detects only, at the highest paranoia level.
    public String forRegression() {
        return configuration("DetectionOnly", MOST_PARANOIA, Optional.of(REGRESSION));
    }

    /// As a server that blocks would load it.
    public String blocking(int paranoia) {
        return configuration("On", paranoia, Optional.empty());
    }

    private String configuration(String engine, int paranoia, Optional<String> more) {
        return String.join(
                "\n",
                List.of(
                        RECOMMENDED.replace("{engine}", engine),
                        "Include " + setup,
                        PARANOIA.replace("{level}", Integer.toString(paranoia)).stripTrailing(),
                        more.orElse("").stripTrailing(),
                        "Include " + rules + "/*.conf",
                        ""));
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (%s)", rules, setup);
    }
}
