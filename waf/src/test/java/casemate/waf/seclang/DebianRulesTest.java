package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import casemate.waf.seclang.Directive.Rule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DebianRulesTest {
    private static final Path DIRECTORY = Path.of("/usr/share/modsecurity-crs");
    private static final Path LOAD = DIRECTORY.resolve("owasp-crs.load");

    @Test
    void theCoreRuleSetOfDebianIsReadAsItIs() {
        assumeThat(LOAD).as("the package modsecurity-crs is installed").exists();

        List<Directive> directives = RuleText.parse(RuleFiles.from(DIRECTORY), LOAD);

        long rules = directives.stream().filter(Rule.class::isInstance).count();
        assertThat(rules).isGreaterThan(500);
        assertThat(RuleSet.of(directives).steps())
                .filteredOn(Rule.class::isInstance)
                .hasSize((int) rules);
    }
}
