package casemate.waf.fuzz;

import casemate.waf.seclang.RuleFiles;
import casemate.waf.seclang.RuleText;
import casemate.waf.seclang.RulesRefused;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

final class SecLangFuzzTest {
    @FuzzTest(maxDuration = "10m")
    void anyTextIsReadOrRefusedWithPlaces(byte[] text) {
        try {
            RuleText.parse(RuleFiles.none(), "fuzz.conf", new String(text, StandardCharsets.ISO_8859_1));
        } catch (RulesRefused refused) {
            if (refused.problems().isEmpty()) {
                throw new AssertionError("refused without a reason");
            }
        }
    }
}
