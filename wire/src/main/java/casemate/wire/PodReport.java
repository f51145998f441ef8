package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.util.List;

/// What the agent sees of one pod.
///
/// @param upstreams where it answers: those of its replicas that do, or all while none does; empty without an address
/// @param detail one line for the operator: what it waits for, or why it failed
/// @param restarts of any of its processes since the agent started
/// @param memoryBytes in use, as the kernel counts; 0 when not running
public record PodReport(
        InstanceId instance, Phase phase, List<Upstream> upstreams, String detail, int restarts, long memoryBytes) {
    /// Where the pod is on its way.
    public enum Phase {
        /// Image or volume are being made.
        PREPARING,
        /// Processes run, the health path does not answer yet.
        STARTING,
        /// The health path answers.
        RUNNING,
        /// It answered before and does not now.
        UNHEALTHY,
        /// No process; the volume is kept.
        STOPPED,
        /// It cannot be started; the next try waits for its backoff.
        FAILED,
        /// No process and no volume.
        ERASED
    }

    public PodReport {
        upstreams = List.copyOf(upstreams);
    }

    Json json() {
        return Json.object()
                .put("instance", instance.value())
                .put("phase", Fields.word(phase))
                .put("detail", detail)
                .put("restarts", restarts)
                .put("memoryBytes", memoryBytes)
                .put("upstreams", Json.array(upstreams, Upstream::json))
                .build();
    }

    static PodReport read(Json json) {
        Json.Obj o = Fields.of(json).only("instance", "phase", "upstreams", "detail", "restarts", "memoryBytes");
        return new PodReport(
                new InstanceId(o.text("instance")),
                Fields.constant(Phase.class, o.text("phase")),
                o.list("upstreams", Upstream::read),
                o.text("detail"),
                Math.toIntExact(o.integer("restarts")),
                o.integer("memoryBytes"));
    }
}
