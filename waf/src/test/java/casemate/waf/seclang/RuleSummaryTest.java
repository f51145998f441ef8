package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RuleSummaryTest {
    @Test
    void rulesAreCountedByPhaseAndParanoia() {
        RuleSummary summary = summary("""
                SecRule ARGS a "id:1,phase:2,tag:'paranoia-level/1',chain"
                  SecRule ARGS b
                SecRule ARGS a "id:2,phase:2,tag:'paranoia-level/2'"
                SecAction "id:3,phase:5,pass"
                """);

        assertThat(summary.rules()).isEqualTo(3);
        assertThat(summary.byPhase()).isEqualTo(Map.of("2", 2, "5", 1));
        assertThat(summary.byParanoia()).isEqualTo(Map.of("1", 1, "2", 1));
        assertThat(summary.notes()).isEmpty();
        assertThat(summary.text()).isEqualTo("""
                mine: 3 rules; nothing is wrong with them
                  in phase 2: 2, 5: 1
                  of paranoia level 1: 1, 2: 1""");
    }

    @Test
    void whatIsAcceptedAndDoesNothingIsNoted() {
        RuleSummary summary = summary("""
                SecRule REMOTE_ADDR "@rbl dnsbl.example.org" "id:1,phase:2,pass"
                SecRuleRemoveById 2
                SecRuleUpdateTargetByTag none !ARGS:a
                SecRuleUpdateActionById 3 pass
                """);

        assertThat(summary.notes())
                .containsExactly(
                        "rule 1 never matches: @rbl is accepted and asks nobody (r:1:22)",
                        "no rule is meant by the directive at r:2:1",
                        "no rule is meant by the directive at r:3:1",
                        "no rule is meant by the directive at r:4:1");
    }

    private static RuleSummary summary(String text) {
        RuleFiles files = RuleFiles.none();
        return RuleSummary.of(new RuleSource("mine", files, RuleText.parse(files, "r", text)));
    }
}
