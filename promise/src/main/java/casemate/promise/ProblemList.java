package casemate.promise;

import casemate.promise.PolicyProblems.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with one file while it is read.
final class ProblemList {
    /// Enough to see the pattern; more would only scroll past.
    private static final int MAX_PROBLEMS = 200;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    ProblemList(String file) {
        this.file = file;
    }

    void add(Yaml.Place place, String message) {
        if (found.size() < MAX_PROBLEMS) {
            found.add(new Problem(file, place.line(), place.column(), message));
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            found.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
            throw new PolicyProblems(found);
        }
    }
}
