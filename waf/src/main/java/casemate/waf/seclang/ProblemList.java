package casemate.waf.seclang;

import java.util.ArrayList;
import java.util.List;

/// Gathers what is wrong, so that an author sees all of it at once.
final class ProblemList {
    /// Nobody mends more than this in one go; a binary file taken for rules would fill the screen.
    static final int MOST = 200;

    private final List<Problem> problems = new ArrayList<>();

    void add(Place place, String message) {
        if (problems.size() < MOST) {
            problems.add(new Problem(place, message));
        } else if (problems.size() == MOST) {
            problems.add(new Problem(place, "there are more problems; mend those above first"));
        }
    }

    boolean isFull() {
        return problems.size() > MOST;
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    void refuseIfAny() {
        if (!problems.isEmpty()) {
            throw new RulesRefused(problems);
        }
    }
}
