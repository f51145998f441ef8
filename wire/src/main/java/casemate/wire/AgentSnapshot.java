package casemate.wire;

import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// All that one host's agent should make true, whole. A pod that is not named in it is left alone and reported, never
/// erased by omission.
///
/// @param version rises with every change; a lower one is refused
public record AgentSnapshot(long version, Instant issued, List<PodOrder> pods) {
    private static final String TYPE = "agent-snapshot.v1";
    public static final int MAX_BYTES = 16 << 20;

    public AgentSnapshot {
        pods = List.copyOf(pods);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("version", version)
                .put("issued", issued)
                .put("pods", Json.array(pods, PodOrder::json))
                .build()
                .canonical();
    }

    public static AgentSnapshot decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES).only("type", "version", "issued", "pods");
        Fields.type(o, TYPE);
        return new AgentSnapshot(o.integer("version"), o.instant("issued"), o.list("pods", PodOrder::read));
    }
}
