package casemate.link;

import casemate.base.Refusal;
import casemate.wire.AgentReport;
import casemate.wire.PodReport;
import casemate.wire.ReportDesk;
import casemate.wire.Upstream;
import java.util.ArrayList;
import java.util.List;

/// Takes one node's reports: of itself only, and with the addresses of the ways to its pods in place of theirs, which
/// mean nothing here. The house never goes to an address that a node names.
final class NearReports implements ReportDesk {
    private final String node;
    private final FarPods pods;
    private final ReportDesk desk;

    NearReports(String node, FarPods pods, ReportDesk desk) {
        this.node = node;
        this.pods = pods;
        this.desk = desk;
    }

    @Override
    public void receive(byte[] bytes) {
        AgentReport report = AgentReport.decode(bytes);
        if (!report.agent().equals(node)) {
            throw Refusal.forbidden("report-of-another", "A node reports for itself only: this one is " + node + ".");
        }
        List<Upstream> far = new ArrayList<>();
        List<PodReport> near = report.pods().stream().map(pod -> near(pod, far)).toList();
        desk.receive(new AgentReport(node, report.at(), report.snapshot(), near).encode());
        pods.only(node, far);
    }

    private PodReport near(PodReport pod, List<Upstream> far) {
        far.addAll(pod.upstreams());
        List<Upstream> near =
                pod.upstreams().stream().map(one -> pods.near(node, one)).toList();
        return new PodReport(pod.instance(), pod.phase(), near, pod.detail(), pod.restarts(), pod.memoryBytes());
    }
}
