package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import casemate.waf.seclang.Directive.Marker;
import casemate.waf.seclang.Directive.Rule;
import casemate.waf.seclang.Target.Mode;
import casemate.waf.seclang.Target.Selector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RuleSetTest {
    @Test
    void removedRulesAreGoneWithTheirChainsWhereverTheRemovalStands() {
        RuleSet set = set("""
                SecRuleRemoveById 1 3-4
                SecRuleRemoveByTag exact
                SecRuleRemoveByMsg "a message"
                SecRule ARGS a "id:1,chain"
                  SecRule ARGS b
                SecRule ARGS a "id:2"
                SecRule ARGS a "id:3"
                SecRule ARGS a "id:5,tag:exact"
                SecRule ARGS a "id:6,tag:exactly"
                SecRule ARGS a "id:7,msg:'a message'"
                SecMarker END
                """);

        assertThat(ids(set)).containsExactly(2L, 6L);
        assertThat(set.steps()).last().isInstanceOf(Marker.class);
    }

    @Test
    void targetsAreAddedAndExcludedByIdTagAndMessage() {
        RuleSet set = set("""
                SecRuleUpdateTargetById 1-2 "!ARGS:a|REQUEST_BODY"
                SecRuleUpdateTargetByTag x !ARGS:/^b/
                SecRuleUpdateTargetByMsg y !ARGS_NAMES
                SecRule ARGS a "id:1,chain"
                  SecRule ARGS b
                SecRule ARGS_NAMES a "id:3,tag:x,msg:'y'"
                """);

        Rule first = (Rule) set.steps().getFirst();
        assertThat(first.targets())
                .containsExactly(
                        new Target(Mode.INCLUDE, Variable.ARGS, new Selector.All()),
                        new Target(Mode.EXCLUDE, Variable.ARGS, new Selector.Key("a")),
                        new Target(Mode.INCLUDE, Variable.REQUEST_BODY, new Selector.All()));
        assertThat(first.chained().orElseThrow().targets()).hasSize(1);
        assertThat(((Rule) set.steps().getLast()).targets()).hasSize(4);
    }

    @Test
    void anUpdateThatExcludesByAPatternExcludesTheNamesAndNothingElse() {
        RuleSet set = set("""
                SecRuleUpdateTargetById 1 "!ARGS:/xxx/"
                SecRule ARGS_NAMES|REQUEST_COOKIES a "id:1"
                """);

        assertThat(((Rule) set.steps().getFirst()).targets())
                .containsExactly(
                        new Target(Mode.INCLUDE, Variable.ARGS_NAMES, new Selector.All()),
                        new Target(Mode.INCLUDE, Variable.REQUEST_COOKIES, new Selector.All()),
                        new Target(Mode.EXCLUDE, Variable.ARGS, new Selector.Matching("xxx")),
                        new Target(Mode.EXCLUDE, Variable.ARGS_NAMES, new Selector.Matching("xxx")));
    }

    @Test
    void blockAmongTheDefaultsLeavesTheirOtherDisruptiveActionInForce() {
        RuleSet set = set("""
                SecDefaultAction "phase:2,deny,block,status:400"
                SecRule ARGS a "id:1,phase:2,block"
                """);

        assertThat(actions(set, 0)).endsWith("deny").doesNotContain("block");
    }

    @Test
    void blockBecomesWhatTheDefaultsOfThePhaseSay() {
        RuleSet set = set("""
                SecRule ARGS a "id:1,phase:2,block,msg:'m'"
                SecRule ARGS a "id:2,phase:2,pass"
                SecRule ARGS a "id:3,phase:1,block"
                SecRule ARGS a "id:4,phase:2,block,deny"
                SecRule ARGS a "id:5,phase:2"
                SecDefaultAction "phase:2,log,status:402,t:lowercase,drop"
                """);

        assertThat(actions(set, 0)).containsExactly("log", "status", "t", "id", "phase", "msg", "drop");
        assertThat(actions(set, 1)).containsExactly("log", "status", "t", "id", "phase", "pass");
        assertThat(actions(set, 2)).containsExactly("id", "phase", "pass");
        assertThat(actions(set, 3)).endsWith("deny");
        assertThat(actions(set, 4)).containsExactly("log", "status", "t", "id", "phase");
    }

    @Test
    void laterRulesOfAChainTakeOnlyTransformationsFromTheDefaults() {
        RuleSet set = set("""
                SecDefaultAction "phase:2,log,t:lowercase,deny"
                SecRule ARGS a "id:1,phase:2,block,chain"
                  SecRule ARGS b "capture"
                """);

        Rule second = ((Rule) set.steps().getFirst()).chained().orElseThrow();
        assertThat(second.actions()).extracting(action -> action.name().word()).containsExactly("t", "capture");
    }

    @Test
    void updatedActionsReplaceTheDisruptiveOneAndAddTheOthers() {
        RuleSet set = set("""
                SecRuleUpdateActionById 1 "pass,nolog"
                SecRuleUpdateActionById 2:1 "setvar:tx.a=1"
                SecRule ARGS a "id:1,phase:2,deny,log"
                SecRule ARGS a "id:2,phase:2,deny,chain"
                  SecRule ARGS b
                """);

        assertThat(actions(set, 0)).containsExactly("id", "phase", "log", "nolog", "pass");
        Rule second = ((Rule) set.steps().get(1)).chained().orElseThrow();
        assertThat(second.all(ActionName.SETVAR)).containsExactly("tx.a=1");
    }

    @Test
    void aRuleThatNamesNoPhaseRunsInTheFirst() {
        RuleSet set =
                set("SecRule ARGS a id:1\nSecRule ARGS a id:2,phase:response\nSecRule ARGS a id:3,phase:logging\n");

        assertThat(set.steps()).extracting(step -> ((Rule) step).phase()).containsExactly(1, 4, 5);
    }

    @Test
    void overlappingRangesRemoveWhatTheyMeanAndNothingElse() {
        RuleSet set = set("""
                SecRuleRemoveById 10-20 15-30 5 40-50 29-41
                SecAction id:4,pass
                SecAction id:5,pass
                SecAction id:6,pass
                SecAction id:20,pass
                SecAction id:30,pass
                SecAction id:45,pass
                SecAction id:51,pass
                """);

        assertThat(ids(set)).containsExactly(4L, 6L, 51L);
    }

    @Test
    void theLastSettingOfANameIsInForce() {
        RuleSet set = set("SecRuleEngine On\nSecRuleEngine DetectionOnly\n");

        assertThat(set.setting(SettingName.SEC_RULE_ENGINE)).contains(List.of("DetectionOnly"));
        assertThat(set.setting(SettingName.SEC_AUDIT_LOG)).isEmpty();
    }

    @Test
    void whatSeveralReadingsHoldMustGoTogether() {
        List<Directive> both = new ArrayList<>(RuleText.parse(RuleFiles.none(), "a", "SecAction id:1,pass"));
        both.addAll(RuleText.parse(RuleFiles.none(), "b", "SecAction id:1,pass"));

        assertThatThrownBy(() -> RuleSet.of(both)).hasMessage("b:1:1: the id 1 is taken by the rule at a:1:1");
    }

    private static RuleSet set(String text) {
        return RuleSet.of(RuleText.parse(RuleFiles.none(), "rules.conf", text));
    }

    private static List<Long> ids(RuleSet set) {
        return set.steps().stream()
                .filter(Rule.class::isInstance)
                .map(step -> ((Rule) step).id())
                .toList();
    }

    private static List<String> actions(RuleSet set, int index) {
        return ((Rule) set.steps().get(index))
                .actions().stream().map(action -> action.name().word()).toList();
    }
}
