package casemate.app;

import casemate.base.Json;
import casemate.waf.Firewall;
import casemate.waf.FirewallConfig;
import casemate.waf.seclang.Problem;
import casemate.waf.seclang.RuleSource;
import casemate.waf.seclang.RuleSummary;
import casemate.waf.seclang.RulesRefused;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `casemate waf check`: rules are read as the firewall reads them, and nothing is put in force.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Reads firewall rules strictly and names every problem with its line and column.")
final class WafCheckCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "RULES",
            description = {
                "A file, or a directory such as a release of the Core Rule Set.",
                "Usual: that of the package modsecurity-crs, or the baseline where it is not installed."
            })
    private @Nullable Path rules;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Surroundings surroundings;

    WafCheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        try {
            RuleSource source = rules == null ? RuleSource.usual(RuleSource.DEBIAN) : RuleSource.of(rules);
            RuleSummary summary = RuleSummary.of(source);
            Firewall.load(FirewallConfig.of(source));
            surroundings.out().println(json ? summary.json().text() : summary.text());
            return CommandLines.DONE;
        } catch (RulesRefused refused) {
            if (json) {
                surroundings
                        .out()
                        .println(Json.array(refused.problems(), WafCheckCommand::json)
                                .text());
            } else {
                refused.problems().forEach(problem -> surroundings.err().println(problem));
            }
            return CommandLines.BAD_INPUT;
        }
    }

    private static Json json(Problem problem) {
        return Json.object()
                .put("file", problem.place().file())
                .put("line", problem.place().line())
                .put("column", problem.place().column())
                .put("message", problem.message())
                .build();
    }
}
