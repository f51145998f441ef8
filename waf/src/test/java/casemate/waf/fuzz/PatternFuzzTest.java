package casemate.waf.fuzz;

import casemate.waf.pattern.BytePattern;
import casemate.waf.pattern.PatternRefused;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/// Any pattern is compiled or refused, and its two ways of matching agree.
final class PatternFuzzTest {
    @FuzzTest(maxDuration = "5m")
    void matchingAndFindingAgree(byte[] data) {
        int cut = 0;
        while (cut < data.length && data[cut] != 0) {
            cut++;
        }
        BytePattern pattern;
        try {
            pattern = BytePattern.compile(new String(data, 0, cut, StandardCharsets.ISO_8859_1));
        } catch (PatternRefused _) {
            return;
        }
        int from = Math.min(cut + 1, data.length);
        int[] groups = new int[2 * (pattern.groupCount() + 1)];
        boolean found = pattern.find(data, from, data.length, from, groups);
        if (found != pattern.matches(data, from, data.length)) {
            throw new AssertionError("found " + found + ", but matches says otherwise: " + pattern);
        }
        if (found && (groups[0] < from || groups[1] < groups[0] || groups[1] > data.length)) {
            throw new AssertionError("found outside of the value: " + pattern);
        }
    }
}
