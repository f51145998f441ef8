package casemate.app;

import casemate.base.Refusal;
import casemate.waf.FirewallConfig;
import casemate.waf.ftw.CoreRules;
import casemate.waf.seclang.RuleSource;
import casemate.waf.state.MemoryCollectionStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which rules a command of `casemate waf` loads, and how suspicious they are.
final class WafRulesOption {
    static final Path DEBIAN = Path.of("/usr/share/modsecurity-crs");

    @Option(
            names = "--rules",
            paramLabel = "DIR|FILE",
            description = {
                "A release of the Core Rule Set, or a file of rules.",
                "Usual: that of the package modsecurity-crs, or the baseline where it is not installed."
            })
    private @Nullable Path rules;

    @Option(
            names = "--paranoia",
            paramLabel = "LEVEL",
            defaultValue = "1",
            description = "The Core Rule Set's paranoia level, 1 to 4. Usual: ${DEFAULT-VALUE}.")
    private int paranoia;

    /// The rules as a gateway that blocks would load them.
    FirewallConfig blocking() {
        if (paranoia < CoreRules.LEAST_PARANOIA || paranoia > CoreRules.MOST_PARANOIA) {
            throw Refusal.invalid("paranoia", "The paranoia level is 1 to 4, not " + paranoia + ".");
        }
        if (rules != null && !Files.exists(rules)) {
            throw Refusal.invalid("rules-missing", "There is no file or directory " + rules + ".");
        }
        if (rules != null && Files.isRegularFile(rules)) {
            return of(RuleSource.of(rules));
        }
        if (rules == null && !Files.isDirectory(DEBIAN)) {
            return of(RuleSource.baseline());
        }
        CoreRules core = CoreRules.at(rules == null ? DEBIAN : rules);
        return FirewallConfig.in(core.rules()).withText("set-up", core.blocking(paranoia));
    }

    private static FirewallConfig of(RuleSource source) {
        return new FirewallConfig(
                source.files(),
                List.of(source::directives),
                new MemoryCollectionStore(),
                InstantSource.system(),
                () -> UUID.randomUUID().toString());
    }
}
