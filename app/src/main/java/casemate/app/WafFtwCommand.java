package casemate.app;

import casemate.base.Json;
import casemate.waf.ftw.CoreRules;
import casemate.waf.ftw.FtwCase;
import casemate.waf.ftw.FtwResult;
import casemate.waf.ftw.FtwRunner;
import casemate.waf.ftw.FtwSuite;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `casemate waf ftw`: the Core Rule Set's own regression cases, against this engine.
@Command(
        name = "ftw",
        mixinStandardHelpOptions = true,
        description = {
            "Runs regression cases of the Core Rule Set (go-ftw's YAML) and lists those that fail.",
            "Returns 1 when one does."
        })
final class WafFtwCommand implements Callable<Integer> {
    @Option(
            names = "--rules",
            paramLabel = "DIR",
            description = "A release of the Core Rule Set. Usual: that of the package modsecurity-crs.")
    private Path rules = WafRulesOption.DEBIAN;

    @Option(names = "--tests", paramLabel = "DIR", required = true, description = "The directory of the cases.")
    private Path tests = Path.of("");

    @Option(
            names = "--only",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Only cases whose name begins so, such as 942100 or 942100-7.")
    private String only = "";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private final Surroundings surroundings;

    WafFtwCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws Exception {
        Progress progress = new Progress(surroundings);
        List<FtwCase> cases = FtwSuite.read(tests).cases().stream()
                .filter(c -> c.id().startsWith(only))
                .toList();
        FtwRunner runner = progress.step("loading the rules", () -> FtwRunner.of(CoreRules.at(rules)));
        List<FtwResult> results = progress.step(
                "running " + cases.size() + " cases",
                () -> cases.stream().map(runner::run).toList());
        List<FtwResult> failed = results.stream().filter(r -> !r.passed()).toList();
        int passed = results.size() - failed.size();
        if (json) {
            surroundings
                    .out()
                    .println(Json.object()
                            .put("passed", passed)
                            .put("failed", Json.array(failed, WafFtwCommand::json))
                            .build()
                            .text());
        } else {
            failed.forEach(r -> surroundings.out().println(r.testCase().id() + ": " + r.why()));
            surroundings.out().println(passed + " passed, " + failed.size() + " failed");
        }
        return failed.isEmpty() ? CommandLines.DONE : CommandLines.FAILED;
    }

    private static Json json(FtwResult result) {
        return Json.object()
                .put("case", result.testCase().id())
                .put("file", result.testCase().file())
                .put("why", result.why())
                .build();
    }
}
