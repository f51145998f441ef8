package casemate.wire;

import casemate.base.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What one host's agent has done of its [BackupOrders]. Sent when something ended and every few seconds while an
/// outcome is still ordered.
///
/// @param agent the host's name
/// @param progress of restores that have not ended
/// @param logs how far those are that are copied all the time
public record BackupReport(
        String agent, List<BackupOutcome> outcomes, Map<String, RestoreStep> progress, List<LogReport> logs) {
    private static final String TYPE = "backup-report.v1";
    public static final int MAX_BYTES = 16 << 20;

    public BackupReport {
        outcomes = List.copyOf(outcomes);
        progress = Map.copyOf(progress);
        logs = List.copyOf(logs);
    }

    public BackupReport(String agent, List<BackupOutcome> outcomes, Map<String, RestoreStep> progress) {
        this(agent, outcomes, progress, List.of());
    }

    public BackupReport(String agent, List<BackupOutcome> outcomes) {
        this(agent, outcomes, Map.of());
    }

    public byte[] encode() {
        Json.Builder steps = Json.object();
        progress.forEach((task, step) -> steps.put(task, Fields.word(step)));
        return Json.object()
                .put("type", TYPE)
                .put("agent", agent)
                .put("outcomes", Json.array(outcomes, BackupOutcome::json))
                .put("progress", steps.build())
                .put("logs", Json.array(logs, LogReport::json))
                .build()
                .canonical();
    }

    public static BackupReport decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "agent", "outcomes", "progress", "logs");
        Fields.type(o, TYPE);
        Json.Obj steps = o.obj("progress");
        Map<String, RestoreStep> progress = new TreeMap<>();
        steps.members()
                .keySet()
                .forEach(task -> progress.put(task, Fields.constant(RestoreStep.class, steps.text(task))));
        return new BackupReport(
                o.text("agent"), o.list("outcomes", BackupOutcome::read), progress, o.list("logs", LogReport::read));
    }
}
