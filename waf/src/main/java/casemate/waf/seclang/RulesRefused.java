package casemate.waf.seclang;

import java.util.List;
import java.util.stream.Collectors;

/// Rules that cannot be loaded, with every problem that was found, each at its place. Nothing of them is in force.
public final class RulesRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /// @param problems at least one
    public RulesRefused(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /// In the order of the files; never empty.
    public List<Problem> problems() {
        return problems;
    }
}
