package casemate.wire;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// What one host's agent sees, whole. Sent when something changes and at least every few seconds.
///
/// @param agent the host's name
/// @param snapshot the version that the agent works from
public record AgentReport(String agent, Instant at, long snapshot, List<PodReport> pods) {
    private static final String TYPE = "agent-report.v1";
    public static final int MAX_BYTES = 16 << 20;

    public AgentReport {
        pods = List.copyOf(pods);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("agent", agent)
                .put("at", at)
                .put("snapshot", snapshot)
                .put("pods", Json.array(pods, PodReport::json))
                .build()
                .canonical();
    }

    public static AgentReport decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "agent", "at", "snapshot", "pods");
        Fields.type(o, TYPE);
        return new AgentReport(
                o.text("agent"), o.instant("at"), o.integer("snapshot"), o.list("pods", PodReport::read));
    }
}
