package casemate.control.instance;

import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.Upstream;
import java.util.List;
import java.util.Optional;

/// What the agent last said of an instance's pod.
///
/// @param phase empty before the agent's first word
/// @param upstreams where it answers, one for each replica
/// @param detail one line for the operator
public record Seen(Optional<Phase> phase, List<Upstream> upstreams, String detail, int restarts, long memoryBytes) {
    /// A detail is shown in a table row; an agent that says more is cut, not refused.
    private static final int MAX_DETAIL_CHARS = 300;

    /// More replicas than a blueprint may ask for are no agent's of ours.
    private static final int MAX_UPSTREAMS = 16;

    public static final Seen NOTHING = new Seen(Optional.empty(), List.of(), "", 0, 0);

    public Seen {
        upstreams = List.copyOf(upstreams);
    }

    private static List<Upstream> bounded(List<Upstream> upstreams) {
        return upstreams.subList(0, Math.min(upstreams.size(), MAX_UPSTREAMS));
    }

    static Seen of(PodReport report) {
        String line = report.detail().replace('\n', ' ').replace('\r', ' ').replace('\0', ' ');
        return new Seen(
                Optional.of(report.phase()),
                bounded(report.upstreams()),
                line.length() <= MAX_DETAIL_CHARS ? line : line.substring(0, MAX_DETAIL_CHARS),
                report.restarts(),
                report.memoryBytes());
    }
}
