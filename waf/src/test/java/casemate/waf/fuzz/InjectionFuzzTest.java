package casemate.waf.fuzz;

import casemate.waf.injection.CrossSiteScripting;
import casemate.waf.injection.SqlInjection;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// No value makes the detectors throw, and what lies around a value changes nothing.
final class InjectionFuzzTest {
    private static final int MARGIN = 3;

    @FuzzTest(maxDuration = "5m")
    void anyValueHasOneVerdict(byte[] value) {
        byte[] amid = new byte[value.length + 2 * MARGIN];
        Arrays.fill(amid, (byte) '\'');
        System.arraycopy(value, 0, amid, MARGIN, value.length);
        String fingerprint = SqlInjection.fingerprint(value, 0, value.length);
        if (!String.valueOf(fingerprint)
                        .equals(String.valueOf(SqlInjection.fingerprint(amid, MARGIN, MARGIN + value.length)))
                || CrossSiteScripting.found(value, 0, value.length)
                        != CrossSiteScripting.found(amid, MARGIN, MARGIN + value.length)) {
            throw new AssertionError("the bytes around the value count");
        }
    }
}
