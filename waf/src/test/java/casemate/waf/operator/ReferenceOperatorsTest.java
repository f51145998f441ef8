package casemate.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import casemate.base.Refusal;
import casemate.waf.ReferenceCases;
import casemate.waf.seclang.OperatorCall;
import casemate.waf.seclang.OperatorName;
import casemate.waf.seclang.Place;
import casemate.waf.seclang.RuleFiles;
import casemate.waf.text.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ReferenceOperatorsTest {
    /// Arguments without a meaning, which libmodsecurity takes and we refuse to load.
    private static final Map<OperatorName, Set<String>> REFUSED =
            Map.of(OperatorName.IP_MATCH, Set.of("10.0.0.0/100"), OperatorName.VALIDATE_BYTE_RANGE, Set.of("", "xxx"));

    @TestFactory
    Stream<DynamicTest> every_operator_answers_as_modsecuritys_own_cases_say() throws IOException {
        return ReferenceCases.files("operators").stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        RuleFiles files = RuleFiles.from(file.resolveSibling("."));
        for (ReferenceCases.Case c : ReferenceCases.in(file)) {
            Optional<OperatorName> name = OperatorName.named(c.name());
            if (name.isEmpty()) {
                abort("no operator @" + c.name());
                return;
            }
            Place place = new Place(file.getFileName().toString(), 1, 1);
            String argument = c.parameter().replace("test-cases/secrules-language-tests/operators/", "");
            OperatorCall call = new OperatorCall(place, false, name.get(), argument);
            if (REFUSED.getOrDefault(name.get(), Set.of()).contains(c.parameter())) {
                assertThatThrownBy(() -> Operators.compile(call, files)).isInstanceOf(Refusal.class);
                continue;
            }
            Operator operator = Operators.compile(call, files);
            boolean matched = operator.matches(c.input(), Bytes.latin1(c.parameter()), new Captures());
            assertThat(matched)
                    .as("@%s %s on %s", c.name(), c.parameter(), c.input())
                    .isEqualTo(c.result() != 0);
        }
    }
}
