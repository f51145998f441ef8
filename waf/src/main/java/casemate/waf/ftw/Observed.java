package casemate.waf.ftw;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// What was seen of one stage.
///
/// @param status of the answer; empty when the client got none that it could read
/// @param wouldBlock whether an engine that blocks would have answered 403
/// @param ids of the rules that logged
/// @param log a line for each of them, as Apache's error log has it
record Observed(OptionalInt status, boolean wouldBlock, Set<Long> ids, List<String> log) {
    private static final int FORBIDDEN = 403;

    Observed {
        ids = Set.copyOf(ids);
        log = List.copyOf(log);
    }

    /// What is not as expected, or empty.
    String differs(FtwExpectation expected) {
        if (expected.noAnswer()) {
            return status.isEmpty() ? "" : "an answer came (" + status.getAsInt() + ") where none should";
        }
        if (status.isEmpty()) {
            return "no answer came";
        }
        if (!expected.statuses().isEmpty()
                && !expected.statuses().contains(status.getAsInt())
                && !(wouldBlock && expected.statuses().contains(FORBIDDEN))) {
            return "status " + status.getAsInt() + " instead of " + expected.statuses();
        }
        for (long id : expected.ids()) {
            if (!ids.contains(id)) {
                return id + " did not match; " + others();
            }
        }
        for (long id : expected.absentIds()) {
            if (ids.contains(id)) {
                return id + " matched: " + lineOf(id);
            }
        }
        if (expected.isolated() && ids.size() != 1) {
            return "more than one rule matched: " + others();
        }
        if (expected.log().isPresent()
                && log.stream().noneMatch(l -> expected.log().get().matcher(l).find())) {
            return "the log lacks " + expected.log().get() + "; " + others();
        }
        if (expected.absentLog().isPresent()) {
            return log.stream()
                    .filter(l -> expected.absentLog().get().matcher(l).find())
                    .map(l -> "the log has " + l)
                    .findFirst()
                    .orElse("");
        }
        return "";
    }

    private String others() {
        return ids.isEmpty()
                ? "none did"
                : "these did: " + new java.util.TreeSet<>(ids).toString().replaceAll("[\\[\\]]", "");
    }

    private String lineOf(long id) {
        return log.stream()
                .filter(l -> l.contains("[id \"" + id + "\"]"))
                .findFirst()
                .orElse("");
    }
}
