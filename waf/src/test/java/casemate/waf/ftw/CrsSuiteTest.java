package casemate.waf.ftw;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// The Core Rule Set's own regression cases.
final class CrsSuiteTest {
    private static final Path DEBIAN = Path.of("/usr/share/modsecurity-crs");

    private static final String HALVED =
            "the rule writes one backslash as four, for Apache's configuration reader, which "
                    + "halves them in quotes; libmodsecurity, which this engine follows, does not, and CRS 4 writes \\x5c";

    /// Cases of 3.3.4 that do not pass, each with its reason.
    private static final Map<String, String> ARGUED_OLD =
            Map.of("920460-1", HALVED, "920460-2", HALVED, "920460-3", HALVED, "920460-4", HALVED, "941330-1", HALVED);

    /// Cases of 4.28.0 that do not pass, each with its reason.
    private static final Map<String, String> ARGUED_NEW = Map.of();

    @Test
    void everyCaseOfTheOldSuitePassesWithDebiansRules() throws Exception {
        FtwSuite suite = FtwSuite.of(Corpus.cases("3.3.4"));
        Assumptions.assumeTrue(Files.isDirectory(DEBIAN), "the Debian package modsecurity-crs is not installed");
        pass(suite, CoreRules.at(DEBIAN), 2403, ARGUED_OLD);
    }

    @Test
    void everyCaseOfTheNewSuitePassesWithItsRules() throws Exception {
        String rules = System.getProperty("casemate.crs");
        Assumptions.assumeTrue(rules != null, "-Dcasemate.crs names a checkout of CRS v4.28.0");
        pass(FtwSuite.of(Corpus.cases("4.28.0")), CoreRules.at(Path.of(String.valueOf(rules))), 4966, ARGUED_NEW);
    }

    private static void pass(FtwSuite suite, CoreRules rules, int cases, Map<String, String> argued) {
        FtwRunner runner = FtwRunner.of(rules);
        List<FtwResult> failed =
                suite.cases().stream().map(runner::run).filter(r -> !r.passed()).toList();
        System.out.println("Core Rule Set: " + (cases - failed.size()) + " of " + cases + " cases pass");
        assertThat(suite.cases()).hasSize(cases);
        assertThat(failed.stream().map(r -> r.testCase().id())).containsExactlyInAnyOrderElementsOf(argued.keySet());
    }
}
