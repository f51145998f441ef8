package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// What one host's agent sees of its [ReplicaOrders]. Sent every second or so while it has any.
///
/// @param agent the host's name
/// @param at by the host's clock
/// @param sends how far logs are at their site
/// @param left instances that were to leave this host, and of which nothing is there any more
public record ReplicaReport(
        String agent, Instant at, List<LogReport> sends, List<StandbyReport> stands, List<InstanceId> left) {
    private static final String TYPE = "replica-report.v1";
    public static final int MAX_BYTES = 16 << 20;

    public ReplicaReport {
        sends = List.copyOf(sends);
        stands = List.copyOf(stands);
        left = List.copyOf(left);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("agent", agent)
                .put("at", at)
                .put("sends", Json.array(sends, LogReport::json))
                .put("stands", Json.array(stands, StandbyReport::json))
                .put("left", Json.array(left, each -> Json.of(each.value())))
                .build()
                .canonical();
    }

    public static ReplicaReport decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "agent", "at", "sends", "stands", "left");
        Fields.type(o, TYPE);
        return new ReplicaReport(
                o.text("agent"),
                o.instant("at"),
                o.list("sends", LogReport::read),
                o.list("stands", StandbyReport::read),
                o.list("left", each -> new InstanceId(((Json.Text) each).value())));
    }
}
