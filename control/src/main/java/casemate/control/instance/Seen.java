package casemate.control.instance;

import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Upstream;
import java.util.Optional;

/// What the agent last said of an instance's pod.
///
/// @param phase empty before the agent's first word
/// @param detail one line for the operator
public record Seen(Optional<Phase> phase, Optional<Upstream> upstream, String detail, int restarts, long memoryBytes) {
    /// A detail is shown in a table row; an agent that says more is cut, not refused.
    private static final int MAX_DETAIL_CHARS = 300;

    public static final Seen NOTHING = new Seen(Optional.empty(), Optional.empty(), "", 0, 0);

    static Seen of(PodReport report) {
        String line = report.detail().replace('\n', ' ').replace('\r', ' ').replace('\0', ' ');
        return new Seen(
                Optional.of(report.phase()),
                report.upstream(),
                line.length() <= MAX_DETAIL_CHARS ? line : line.substring(0, MAX_DETAIL_CHARS),
                report.restarts(),
                report.memoryBytes());
    }
}
