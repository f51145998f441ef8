package casemate.wire;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// All that one host's agent should make true, whole. A pod that is not named in it is left alone and reported, never
/// erased by omission.
///
/// @param version rises with every change; a lower one is refused
/// @param barrier whom the host drops
public record AgentSnapshot(long version, Instant issued, List<PodOrder> pods, Barrier barrier) {
    private static final String TYPE = "agent-snapshot.v1";
    public static final int MAX_BYTES = 16 << 20;

    public AgentSnapshot {
        pods = List.copyOf(pods);
    }

    /// Without a barrier.
    public AgentSnapshot(long version, Instant issued, List<PodOrder> pods) {
        this(version, issued, pods, Barrier.NONE);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("version", version)
                .put("issued", issued)
                .put("pods", Json.array(pods, PodOrder::json))
                .put("barrier", barrier.json())
                .build()
                .canonical();
    }

    public static AgentSnapshot decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "version", "issued", "pods", "barrier");
        Fields.type(o, TYPE);
        return new AgentSnapshot(
                o.integer("version"),
                o.instant("issued"),
                o.list("pods", PodOrder::read),
                o.find("barrier").map(Barrier::read).orElse(Barrier.NONE));
    }
}
