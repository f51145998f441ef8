package casemate.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RuleTextRobustnessTest {
    private static final String RULES = """
            SecRuleEngine On
            SecDefaultAction "phase:2,log,t:lowercase,deny"
            SecRule ARGS|!ARGS:/^x/|&TX:'/a|b/'|XML:/* "!@rx \\"a" \\
                "id:1,phase:2,block,msg:'a \\'b\\'',setvar:'tx.a=+%{tx.b}',ctl:ruleRemoveTargetById=1;ARGS:a,chain"
                SecRule MATCHED_VAR "@within a b" "t:none,capture,skipAfter:END"
            SecMarker END
            SecRuleUpdateTargetById 1-2 "!ARGS:a"
            SecRuleUpdateActionById 1:1 "nolog"
            SecRuleRemoveByTag x
            # SecRule A \\
            #  b
            """;

    private static final String ALPHABET = "\"'\\\n\r|,:;!&@/%{}= SecRule\t#.-0\0\u00ff";

    private static final int CASES = 4_000;

    /// Twenty times what a quiet machine needs; a quadratic reader would need hours.
    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final int LARGE = 1 << 19;

    @Test
    void anyTextIsReadOrRefused() {
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            StringBuilder text = new StringBuilder(RULES);
            for (int changes = random.nextInt(1, 8); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                int end = Math.min(text.length(), at + random.nextInt(6));
                int letter = random.nextInt(ALPHABET.length());
                text.replace(
                        at, end, ALPHABET.substring(letter, Math.min(ALPHABET.length(), letter + random.nextInt(3))));
            }
            refused += isRefused(text.toString()) ? 1 : 0;
        }
        assertThat(refused).isBetween(CASES / 4, CASES - CASES / 100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#\\\n",
                "\\\n",
                "\n",
                "\"",
                "a\\\n",
                "SecRule ",
                "SecRule ARGS \"a\\\n",
                "SecMarker a\n",
                "/|",
                "ARGS|",
                "SecAction id:1,chain\n",
                "SecAction \"pass,skipAfter:x\"\n",
                "SecRuleRemoveById 1-5\n",
                "'",
                ",:"
            })
    void timeIsLinearInTheTextWhateverIsRepeated(String part) {
        String repeated = part.repeat(LARGE / part.length());
        for (String text : List.of(
                repeated,
                "SecAction \"" + repeated + "\"",
                "SecRule \"ARGS:" + repeated + "\" a",
                "SecRule " + repeated)) {
            Assertions.assertTimeoutPreemptively(BOUND, () -> isRefused(text));
        }
    }

    private static boolean isRefused(String text) {
        try {
            RuleSet.of(RuleText.parse(RuleFiles.none(), "rules", text));
            return false;
        } catch (RulesRefused refused) {
            assertThat(refused.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(ProblemList.MOST + 1);
            return true;
        } catch (RuntimeException e) {
            return fail(
                    "a reader threw on:\n" + new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                    e);
        }
    }
}
