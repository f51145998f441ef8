package casemate.waf.fuzz;

import casemate.base.Refusal;
import casemate.waf.operator.Captures;
import casemate.waf.operator.Operator;
import casemate.waf.operator.Operators;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.OperatorName;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.text.Bytes;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/// An operator is refused when the rules are loaded, or answers for every value; and what it matches, its prefilter
/// finds.
final class OperatorFuzzTest {
    private static final int LONGEST_ARGUMENT = 60;

    @FuzzTest(maxDuration = "5m")
    void everyOperatorIsRefusedOrAnswers(FuzzedDataProvider data) {
        OperatorName name = data.pickValue(OperatorName.values());
        String argument = Bytes.of(data.consumeBytes(LONGEST_ARGUMENT)).toLatin1();
        OperatorCall call = new OperatorCall(new Place("fuzz.conf", 1, 1), false, name, argument);
        Operator operator;
        try {
            operator = Operators.compile(call, RuleFiles.none());
        } catch (Refusal refused) {
            return;
        }
        if (!operator.hasMacros()) {
            check(operator, Bytes.of(data.consumeRemainingAsBytes()));
        }
    }

    private static void check(Operator operator, Bytes value) {
        Captures captures = new Captures();
        boolean matched = operator.matches(value, Bytes.EMPTY, captures);
        if (!matched && captures.count() > 0) {
            throw new AssertionError("notes a match without one");
        }
        if (matched
                && operator.prefilter()
                        .filter(m -> !m.matches(value.array(), value.from(), value.to()))
                        .isPresent()) {
            throw new AssertionError("the prefilter missed a match");
        }
    }
}
