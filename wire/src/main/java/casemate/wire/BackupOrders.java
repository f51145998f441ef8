package casemate.wire;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// All that one host's agent has to back up or to rehearse now, whole. It holds keys: the agent keeps it in
/// memory only, and asks again after a restart. What is not named any more is settled.
///
/// @param version rises with every change
/// @param restores what people wait for: done before the rest
/// @param logs what is copied all the time
/// @param erasures what is removed from sites for ever
public record BackupOrders(
        long version,
        Instant issued,
        List<BackupTask> tasks,
        List<RestoreTask> restores,
        List<LogOrder> logs,
        List<EraseTask> erasures) {
    private static final String TYPE = "backup-orders.v1";
    public static final int MAX_BYTES = 16 << 20;

    public BackupOrders {
        tasks = List.copyOf(tasks);
        restores = List.copyOf(restores);
        logs = List.copyOf(logs);
        erasures = List.copyOf(erasures);
    }

    public BackupOrders(
            long version, Instant issued, List<BackupTask> tasks, List<RestoreTask> restores, List<LogOrder> logs) {
        this(version, issued, tasks, restores, logs, List.of());
    }

    public BackupOrders(long version, Instant issued, List<BackupTask> tasks, List<RestoreTask> restores) {
        this(version, issued, tasks, restores, List.of());
    }

    public BackupOrders(long version, Instant issued, List<BackupTask> tasks) {
        this(version, issued, tasks, List.of());
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("version", version)
                .put("issued", issued)
                .put("tasks", Json.array(tasks, BackupTask::json))
                .put("restores", Json.array(restores, RestoreTask::json))
                .put("logs", Json.array(logs, LogOrder::json))
                .put("erasures", Json.array(erasures, EraseTask::json))
                .build()
                .canonical();
    }

    public static BackupOrders decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES)
                .only("type", "version", "issued", "tasks", "restores", "logs", "erasures");
        Fields.type(o, TYPE);
        return new BackupOrders(
                o.integer("version"),
                o.instant("issued"),
                o.list("tasks", BackupTask::read),
                o.list("restores", RestoreTask::read),
                o.list("logs", LogOrder::read),
                o.list("erasures", EraseTask::read));
    }
}
