package casemate.wire;

import casemate.base.InstanceId;
import casemate.base.Json;
import java.time.Instant;
import java.util.List;

/// All that one host's agent has to do for standbys, whole: its leases, the logs it sends, the standbys it keeps. It
/// holds keys, and a lease must not outlive the agent: kept in memory only, and asked for anew every few seconds.
///
/// @param version rises with every asking
/// @param leaseSeconds for how long leases hold, from before the agent asked
/// @param leases pods that may run with a standby elsewhere
/// @param sends logs to put at a site, a second apart
/// @param stands standbys to keep; one that is not named any more is left as it is
/// @param leaves instances of which nothing is to be left on this host
public record ReplicaOrders(
        long version,
        Instant issued,
        int leaseSeconds,
        List<Lease> leases,
        List<LogOrder> sends,
        List<StandbyOrder> stands,
        List<InstanceId> leaves) {
    private static final String TYPE = "replica-orders.v1";
    public static final int MAX_BYTES = 16 << 20;

    /// The right to run an instance, in one reign: no other host has it as long as it holds.
    public record Lease(InstanceId instance, long epoch) {
        Json json() {
            return Json.object()
                    .put("instance", instance.value())
                    .put("epoch", epoch)
                    .build();
        }

        static Lease read(Json json) {
            Json.Obj o = Fields.of(json).only("instance", "epoch");
            return new Lease(new InstanceId(o.text("instance")), o.integer("epoch"));
        }
    }

    public ReplicaOrders {
        leases = List.copyOf(leases);
        sends = List.copyOf(sends);
        stands = List.copyOf(stands);
        leaves = List.copyOf(leaves);
    }

    public byte[] encode() {
        return Json.object()
                .put("type", TYPE)
                .put("version", version)
                .put("issued", issued)
                .put("leaseSeconds", leaseSeconds)
                .put("leases", Json.array(leases, Lease::json))
                .put("sends", Json.array(sends, LogOrder::json))
                .put("stands", Json.array(stands, StandbyOrder::json))
                .put("leaves", Json.array(leaves, each -> Json.of(each.value())))
                .build()
                .canonical();
    }

    public static ReplicaOrders decode(byte[] bytes) {
        Json.Obj o = Json.parseObject(bytes, MAX_BYTES)
                .only("type", "version", "issued", "leaseSeconds", "leases", "sends", "stands", "leaves");
        Fields.type(o, TYPE);
        return new ReplicaOrders(
                o.integer("version"),
                o.instant("issued"),
                Math.toIntExact(o.integer("leaseSeconds")),
                o.list("leases", Lease::read),
                o.list("sends", LogOrder::read),
                o.list("stands", StandbyOrder::read),
                o.list("leaves", each -> new InstanceId(((Json.Text) each).value())));
    }
}
