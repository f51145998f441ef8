package casemate.wire;

import casemate.base.Json;
import java.util.List;

/// What one host's agent has done of its [BackupOrders]. Sent when something ended and every few seconds while an
/// outcome is still ordered.
///
/// @param agent the host's name
public record BackupReport(String agent, List<BackupOutcome> outcomes) {
    private static final String TYPE = "backup-report.v1";
    public static final int MAX_BYTES = 16 << 20;

    public BackupReport {
        outcomes = List.copyOf(outcomes);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("agent", agent)
                .put("outcomes", Json.array(outcomes, BackupOutcome::json))
                .build()
                .canonical();
    }

    public static BackupReport decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "agent", "outcomes");
        Fields.type(o, TYPE);
        return new BackupReport(o.text("agent"), o.list("outcomes", BackupOutcome::read));
    }
}
