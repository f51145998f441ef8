package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.util.List;

/// One case of a suite: stages that are sent one after another and must all be as expected.
///
/// @param id rule and number, such as `942100-7`
/// @param file where it stands
public record FtwCase(String id, String file, String description, List<Stage> stages) {
    public FtwCase {
        stages = List.copyOf(stages);
    }

    /// One request and what must be seen after it.
    ///
    /// @param request the bytes as a client sends them
    public record Stage(Bytes request, FtwExpectation expectation) {}
}
