package casemate.app.node;

import casemate.wire.AgentReport;
import casemate.wire.ReportDesk;
import casemate.wire.Upstream;
import java.util.Set;
import java.util.stream.Collectors;

/// Passes an agent's reports on and remembers where its pods answer now: there, and nowhere else on this machine or
/// around it, the house's bytes may go.
final class Reported implements ReportDesk {
    private final ReportDesk house;
    private volatile Set<Upstream> now = Set.of();

    Reported(ReportDesk house) {
        this.house = house;
    }

    @Override
    public void receive(byte[] report) {
        now = AgentReport.decode(report).pods().stream()
                .flatMap(pod -> pod.upstreams().stream())
                .collect(Collectors.toUnmodifiableSet());
        house.receive(report);
    }

    boolean has(Upstream pod) {
        return now.contains(pod);
    }
}
