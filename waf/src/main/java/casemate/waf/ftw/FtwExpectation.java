package casemate.waf.ftw;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What must be seen after a stage.
///
/// @param statuses any of them; empty when the answer does not matter
/// @param noAnswer the client must get no readable answer at all; nothing else counts then
/// @param isolated no other rule may be logged than the expected one
public record FtwExpectation(
        List<Long> ids,
        List<Long> absentIds,
        Optional<Pattern> log,
        Optional<Pattern> absentLog,
        List<Integer> statuses,
        boolean noAnswer,
        boolean isolated) {
    public FtwExpectation {
        ids = List.copyOf(ids);
        absentIds = List.copyOf(absentIds);
        statuses = List.copyOf(statuses);
    }
}
