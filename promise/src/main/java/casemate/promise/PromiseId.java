package casemate.promise;

import casemate.base.Refusal;
import java.util.regex.Pattern;

/// Names one promise for ever, such as `EDG-2`: a row of the catalogue. Policies, controls, drills, tests and pages use
/// it.
public record PromiseId(String value) implements Comparable<PromiseId> {
    private static final Pattern FORM = Pattern.compile("[A-Z]{3}-[1-9][0-9]?");

    public PromiseId {
        if (!FORM.matcher(value).matches()) {
            throw Refusal.invalid(
                    "promise-id-malformed", "A promise id looks like EDG-2; `casemate drill --list` names them all.");
        }
    }

    /// By area, then by number, so that `EDG-10` follows `EDG-9`.
    @Override
    public int compareTo(PromiseId other) {
        int area = value.substring(0, 3).compareTo(other.value.substring(0, 3));
        return area != 0 ? area : Integer.compare(number(), other.number());
    }

    private int number() {
        return Integer.parseInt(value.substring(4));
    }

    @Override
    public String toString() {
        return value;
    }
}
