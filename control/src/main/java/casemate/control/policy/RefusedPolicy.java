package casemate.control.policy;

import java.time.Instant;
import java.util.List;

/// A file that was handed in as a policy and is none.
///
/// @param problems each with its line and column
public record RefusedPolicy(String digest, List<String> problems, Instant at) {
    public RefusedPolicy {
        problems = List.copyOf(problems);
    }
}
