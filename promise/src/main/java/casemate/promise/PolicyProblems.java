package casemate.promise;

import java.util.List;
import java.util.stream.Collectors;

/// Everything that is wrong with a policy file, at once.
public final class PolicyProblems extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /// One thing to mend.
    ///
    /// @param line from 1
    /// @param column from 1
    public record Problem(String file, int line, int column, String message) {
        /// `file:line:column: message`, which editors can jump to.
        @Override
        public String toString() {
            return file + ":" + line + ":" + column + ": " + message;
        }
    }

    PolicyProblems(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// In the order of the file.
    public List<Problem> problems() {
        return problems;
    }
}
