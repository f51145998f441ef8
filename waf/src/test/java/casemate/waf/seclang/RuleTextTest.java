package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import casemate.waf.seclang.Directive.Rule;
import casemate.waf.seclang.Target.Mode;
import casemate.waf.seclang.Target.Selector;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RuleTextTest {
    @Test
    void aRuleHasTargetsAnOperatorAndActions() {
        Rule rule = rule("SecRule ARGS|!ARGS:/^x/|&REQUEST_HEADERS:Host \"!@within a b\" \"id:1, phase:2,deny\"");

        assertThat(rule.targets())
                .containsExactly(
                        new Target(Mode.INCLUDE, Variable.ARGS, new Selector.All()),
                        new Target(Mode.EXCLUDE, Variable.ARGS, new Selector.Matching("^x")),
                        new Target(Mode.COUNT, Variable.REQUEST_HEADERS, new Selector.Key("Host")));
        OperatorCall operator = rule.operator().orElseThrow();
        assertThat(operator.negated()).isTrue();
        assertThat(operator.name()).isEqualTo(OperatorName.WITHIN);
        assertThat(operator.argument()).isEqualTo("a b");
        assertThat(rule.actions())
                .extracting(ActionCall::name)
                .containsExactly(ActionName.ID, ActionName.PHASE, ActionName.DENY);
        assertThat(rule.actions()).extracting(ActionCall::argument).containsExactly("1", "2", "");
        assertThat(rule.place()).isEqualTo(new Place("rules.conf", 1, 1));
    }

    @Test
    void aPatternWithoutAnOperatorIsOfRx() {
        assertThat(rule("SecRule ARGS !^a id:1").operator().orElseThrow())
                .isEqualTo(new OperatorCall(new Place("rules.conf", 1, 15), true, OperatorName.RX, "^a"));
    }

    @Test
    void oneBlankEndsTheOperatorsNameAndOthersBelongToItsArgument() {
        assertThat(rule("SecRule ARGS \"@contains  a \" id:1")
                        .operator()
                        .orElseThrow()
                        .argument())
                .isEqualTo(" a ");
    }

    @Test
    void linesAreContinuedByABackslashAndPlacesStayTrue() {
        Rule rule = rule("""
                # a comment

                SecRule ARGS "@rx a" \\
                    "id:1,\\
                    phase:2,\\
                    deny"
                """);

        assertThat(rule.place()).isEqualTo(new Place("rules.conf", 3, 1));
        assertThat(rule.actions())
                .extracting(ActionCall::place)
                .containsExactly(
                        new Place("rules.conf", 4, 6), new Place("rules.conf", 5, 5), new Place("rules.conf", 6, 5));
    }

    @Test
    void windowsLineEndsAreLineEnds() {
        assertThat(parse("SecRule ARGS a \\\r\n  id:1\r\nSecMarker END\r\n")).hasSize(2);
    }

    @Test
    void aCommentDoesNotHideTheRuleAfterIt() {
        assertThat(parse("# a path such as C:\\\nSecMarker END\n")).hasSize(1);
    }

    @Test
    void aRuleThatIsCommentedOutIsSoToItsEnd() {
        assertThat(parse("#SecRule ARGS a \\\n  \"id:1,\\\n  deny\"\nSecMarker END\n"))
                .hasSize(1);
    }

    @Test
    void aQuoteIsEscapedByABackslashAndABackslashStaysOne() {
        assertThat(rule("SecRule ARGS \"@rx \\\"a\\\\\\\\b\\d\" id:1")
                        .operator()
                        .orElseThrow()
                        .argument())
                .isEqualTo("\"a\\\\\\\\b\\d");
        assertThat(rule("SecRule ARGS '@rx \\'\"' id:1")
                        .operator()
                        .orElseThrow()
                        .argument())
                .isEqualTo("'\"");
    }

    @Test
    void quotedActionArgumentsHoldCommasAndQuotes() {
        Rule rule = rule("SecAction \"id:'7',msg:'a, \\'b\\' \\\"c\\\"',tag:x\\,y , setvar:'tx.a=+%{tx.b}',deny\"");

        assertThat(rule.actions())
                .extracting(ActionCall::argument)
                .containsExactly("7", "a, 'b' \"c\"", "x,y", "tx.a=+%{tx.b}", "");
    }

    @Test
    void patternsOfSelectorsMayHoldSeparatorsWhenTheyAreQuoted() {
        assertThat(rule("SecRule ARGS:'/a|b/'|TX:/a\\/b/|ARGS:'k|1' a id:1").targets())
                .extracting(Target::selector)
                .containsExactly(new Selector.Matching("a|b"), new Selector.Matching("a\\/b"), new Selector.Key("k|1"));
    }

    @Test
    void xmlExpressionsStayAsTheyAre() {
        assertThat(rule("SecRule XML:/*|XML://@* a id:1").targets())
                .extracting(Target::selector)
                .containsExactly(new Selector.Key("/*"), new Selector.Key("//@*"));
    }

    @Test
    void xmlExpressionsThatWouldGiveNothingAreRefused() {
        assertThatThrownBy(() -> parse("SecRule ARGS|XML:/book/price[text()] a id:1"))
                .isInstanceOf(RulesRefused.class)
                .hasMessage("rules.conf:1:18: expected /* or //@*: no other XPath is read");
    }

    @Test
    void aChainIsLinkedRuleByRule() {
        List<Directive> directives = parse("""
                SecRule ARGS a "id:1,deny,chain"
                  SecRule ARGS b "chain"
                  SecRule ARGS c
                SecRule ARGS d "id:2"
                """);

        assertThat(directives).hasSize(2);
        Rule second = ((Rule) directives.getFirst()).chained().orElseThrow();
        assertThat(second.chained().orElseThrow().operator().orElseThrow().argument())
                .isEqualTo("c");
        assertThat(((Rule) directives.getLast()).chained()).isEmpty();
    }

    @Test
    void aChainWithoutItsNextRuleIsRefused() {
        assertThat(refused("SecRule ARGS a \"id:1,chain\"\nSecMarker X\nSecRule ARGS a \"id:2,chain\"\n"))
                .containsExactly(
                        "rules.conf:1:1: this rule has the action chain; expected a rule after it, as its next",
                        "rules.conf:3:1: this rule has the action chain; expected a rule after it, as its next");
    }

    @Test
    void allProblemsAreToldAtOnceEachAtItsPlace() {
        assertThat(refused("""
                SecRule ARGZ|REMOTE_ADDR:x|STREAM_INPUT_BODY "@rxx a" "id:1,denny,t:lowercase"
                SecRulez ARGS
                SecRuleEngine Maybe
                SecRemoteRules key https://example.org/
                SecRule ARGS "a
                SecRule ARGS "@rsub x" "id:2,exec:/bin/true,msg:'x"
                SecRuleRemoveById 5-3
                """))
                .containsExactly(
                        "rules.conf:1:9: unknown variable ARGZ",
                        "rules.conf:1:25: the variable REMOTE_ADDR has one value only; expected nothing after its name",
                        "rules.conf:1:28: STREAM_INPUT_BODY is not supported: use REQUEST_BODY",
                        "rules.conf:1:47: unknown operator @rxx",
                        "rules.conf:1:61: unknown action denny",
                        "rules.conf:2:1: unknown directive SecRulez",
                        "rules.conf:3:15: expected after SecRuleEngine: On or Off or DetectionOnly",
                        "rules.conf:4:1: SecRemoteRules is not supported: rules come from files only; download and check"
                                + " them first",
                        "rules.conf:5:14: the quotation that begins here is not closed; expected \"",
                        "rules.conf:6:15: rsub is not supported: bodies are never changed",
                        "rules.conf:6:30: exec is not supported: rules run no programs",
                        "rules.conf:6:49: the quotation that begins here is not closed; expected '",
                        "rules.conf:7:19: expected ids of rules, or ranges such as 100-199, not 5-3");
    }

    @Test
    void patternsOfSelectorsAreCompiled() {
        assertThat(refused("SecRule ARGS:/a(/ a id:1\nSecAction \"id:2,ctl:ruleRemoveTargetById=1;ARGS:/b(/\"\n"))
                .hasSize(2)
                .allMatch(
                        problem -> problem.contains("a pattern that can be used") || problem.contains("this pattern"));
    }

    @Test
    void aUnicodeMapIsAFileAndANumber() {
        assertThat(refused("SecUnicodeMapFile unicode.mapping ascii\nSecUnicodeMapFile unicode.mapping 20127\n"))
                .containsExactly(
                        "rules.conf:1:35: expected the number of a code page, such as 20127",
                        "rules.conf:2:19: these rules are a text without files; unicode.mapping cannot be read");
    }

    private static Rule rule(String text) {
        return (Rule) parse(text).getFirst();
    }

    private static List<Directive> parse(String text) {
        return RuleText.parse(RuleFiles.none(), "rules.conf", text);
    }

    private static List<String> refused(String text) {
        RulesRefused refused = catchThrowableOfType(RulesRefused.class, () -> parse(text));
        return Optional.ofNullable(refused).orElseThrow().problems().stream()
                .map(Problem::toString)
                .toList();
    }
}
