package casemate.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Compares one pattern's answers with PCRE2's, and counts.
final class AgainstPcre2 {
    private static final int MOST_REPORTED = 40;

    private final List<String> disagreements = new ArrayList<>();
    private long pairs;
    private long matches;
    private long gaveUp;
    private long cut;

    /// Whether PCRE2 finds a match in the subject, which is `value`.
    boolean compare(BytePattern ours, Pcre2.Pattern theirs, byte[] value) {
        pairs++;
        int groups = ours.groupCount() + 1;
        Pcre2.Result expected = theirs.find(groups);
        long cutsBefore = ours.cuts();
        int[] found = new int[2 * groups];
        boolean matched = ours.matches(value, 0, value.length);
        boolean foundOne = matched && ours.find(value, 0, value.length, 0, found);
        if (expected.gaveUp()) {
            gaveUp++;
            return false;
        }
        if (ours.cuts() > cutsBefore) {
            cut++;
            return expected.groups() != null;
        }
        boolean agrees =
                expected.groups() == null ? !matched : matched && foundOne && Arrays.equals(found, expected.groups());
        if (!agrees && disagreements.size() < MOST_REPORTED) {
            disagreements.add("/" + ours + "/ on " + Arrays.toString(value) + " \""
                    + new String(value, java.nio.charset.StandardCharsets.ISO_8859_1) + "\": PCRE2 "
                    + (expected.groups() == null ? "nothing" : Arrays.toString(expected.groups())) + ", ours "
                    + (matched ? Arrays.toString(found) : "nothing"));
        }
        matches += matched ? 1 : 0;
        return expected.groups() != null;
    }

    List<String> disagreements() {
        return disagreements;
    }

    long pairs() {
        return pairs;
    }

    long matches() {
        return matches;
    }

    @Override
    public String toString() {
        return pairs + " pairs of pattern and string compared, " + matches + " matches, " + disagreements.size()
                + " disagreements; PCRE2 gave up on " + gaveUp + ", the bounded search on " + cut;
    }
}
