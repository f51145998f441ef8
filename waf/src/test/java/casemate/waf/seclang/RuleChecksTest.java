package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleChecksTest {
    @Test
    void everyRuleHasAnIdOfItsOwn() {
        assertThat(refused("""
                SecRule ARGS a "deny"
                SecAction "id:7,pass"
                SecRule ARGS a "id:7"
                SecAction "pass"
                """))
                .containsExactly(
                        "r:1:1: this rule has no id; expected an action such as id:1000",
                        "r:3:1: the id 7 is taken by the rule at r:2:1");
    }

    @Test
    void onlyTheFirstRuleOfAChainDecides() {
        assertThat(refused("""
                SecRule ARGS a "id:1,phase:2,deny,chain"
                  SecRule ARGS b "t:lowercase,block,chain"
                  SecRule ARGS b "phase:3,setvar:tx.a=1"
                """))
                .containsExactly(
                        "r:2:31: the first rule of a chain decides; expected block there",
                        "r:3:19: a chain runs in one phase; expected that of its first rule, or none");
    }

    @Test
    void aMarkerStandsAfterTheRuleThatSkipsToIt() {
        assertThat(refused("""
                SecMarker BEFORE
                SecAction "id:1,pass,skipAfter:BEFORE"
                SecAction "id:2,pass,skipAfter:AFTER"
                SecAction "id:3,pass,skipAfter:NOWHERE"
                SecMarker AFTER
                """))
                .containsExactly(
                        "r:2:22: there is no SecMarker BEFORE after this rule",
                        "r:4:22: there is no SecMarker NOWHERE after this rule");
    }

    @Test
    void aPhaseHasItsDefaultsOnceAndTheyDecide() {
        assertThat(refused("""
                SecDefaultAction "phase:2,log,t:none,pass"
                SecDefaultAction "phase:2,log,id:1,block"
                """))
                .containsExactly(
                        "r:1:31: the action t:none belongs to a rule, not here",
                        "r:2:1: phase 2 has its SecDefaultAction already, at r:1:1",
                        "r:2:31: the action id belongs to a rule, not here",
                        "r:2:1: expected an action such as pass or deny, which block stands for");
    }

    @Test
    void whatARuleIsCannotBeUpdated() {
        assertThat(refused("SecRuleUpdateActionById 1 \"phase:1\"\nSecRuleUpdateActionById 1:1 \"deny\"\n"))
                .containsExactly(
                        "r:1:28: phase of a rule cannot be changed",
                        "r:2:30: the first rule of a chain decides; expected an update of it");
    }

    @Test
    void aRuleLooksAtSomething() {
        assertThat(refused("SecRule !ARGS:a a id:1"))
                .containsExactly("r:1:1: this rule only excludes; expected a variable to look at");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id:0",
                "id:-1",
                "id:abc",
                "id:1234567890123456789",
                "phase:0",
                "phase:6",
                "phase:body",
                "severity:8",
                "severity:BAD",
                "status:99",
                "status:600",
                "deny:403",
                "allow:everything",
                "skip:abc",
                "skip:0",
                "t:rot13",
                "t:",
                "msg:",
                "setvar:a",
                "setvar:args.a=1",
                "setvar:tx.",
                "setvar:tx.=1",
                "expirevar:tx.a=1",
                "expirevar:ip.a",
                "initcol:tx=1",
                "initcol:ip",
                "initcol:ip=",
                "xmlns:soap",
                "xmlns:=",
                "xmlns:soap='schemas.xmlsoap.org/soap'",
                "ctl:",
                "ctl:ruleEngine",
                "ctl:ruleEngine=Maybe",
                "ctl:requestBodyProcessor=LUA",
                "ctl:auditLogParts=+L",
                "ctl:ruleRemoveById=x",
                "ctl:hashEngine=On",
                "ctl:ruleRemoveById=9-1",
                "ctl:ruleRemoveTargetById=1",
                "ctl:ruleRemoveTargetById=1;ARGZ:a",
                "ctl:ruleRemoveTargetById=x;ARGS:a",
                "ctl:ruleRemoveTargetByTag=t;REMOTE_ADDR:a",
                "sanitiseMatchedBytes:1",
                "accuracy:11",
                "capture:1"
            })
    void anActionThatTakesSomethingElseIsRefused(String action) {
        assertThat(refused("SecAction \"pass," + action + "\""))
                .singleElement()
                .asString()
                .startsWith("r:1:17: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id:'12'",
                "phase:'request'",
                "phase:logging",
                "severity:'CRITICAL'",
                "severity:2",
                "status:403",
                "allow:phase",
                "allow:REQUEST",
                "skip:2",
                "t:normalizePath",
                "t:UTF8toUnicode",
                "setvar:tx.a",
                "setvar:!tx.a",
                "setvar:'TX.%{rule.id}-x=%{tx.0}'",
                "setvar:ip:a=-1",
                "expirevar:'ip.a=%{tx.b}'",
                "initcol:ip=%{REMOTE_ADDR}_%{tx.ua}",
                "xmlns:soap='http://schemas.xmlsoap.org/soap/envelope/'",
                "ctl:ruleEngine=detectionOnly",
                "ctl:auditLogParts=+E",
                "ctl:auditLogParts=ABZ",
                "ctl:ruleRemoveById=1-3 5",
                "ctl:ruleRemoveTargetById=1-2;ARGS:a[0][x|y]",
                "ctl:ruleRemoveTargetByTag=OWASP_CRS;REQUEST_COOKIES:/^a/",
                "ctl:requestBodyProcessor=xml",
                "sanitiseMatchedBytes:1/4",
                "sanitiseArg:password",
                "deprecatevar:ip.a=1/60",
                "maturity:9",
                "drop"
            })
    void anActionWithWhatItTakesIsRead(String action) {
        assertThat(RuleText.parse(RuleFiles.none(), "r", "SecAction \"pass," + action + "\""))
                .hasSize(1);
    }

    private static List<String> refused(String text) {
        RulesRefused refused =
                catchThrowableOfType(RulesRefused.class, () -> RuleText.parse(RuleFiles.none(), "r", text));
        return Objects.requireNonNull(refused).problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
