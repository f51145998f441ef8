package casemate.agent.replica;

import casemate.base.InstanceId;
import casemate.wire.ReplicaOrders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// The rights of this host to run instances that have a standby elsewhere. In memory only: whoever starts anew has
/// none, whatever its disk says, until control gives it one. Two clocks count, as either may stand still: the one of
/// the wall while it is set, the other while the machine sleeps.
public final class Leases {
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<InstanceId, Held> held = new ConcurrentHashMap<>();

    private record Held(long epoch, Instant until, long untilNanos) {}

    /// When control was asked.
    public record Asked(Instant at, long nanos) {}

    /// @param nanos counts on, as [System#nanoTime] does
    public Leases(InstantSource clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    public Asked asking() {
        return new Asked(clock.instant(), nanos.getAsLong());
    }

    /// Takes what control gave. A lease that it does not name runs out by itself: the pod ends in good order then.
    ///
    /// @param asked before control was: it counts from when it gave the lease, which is later
    /// @param length how long each holds
    public void renew(List<ReplicaOrders.Lease> given, Asked asked, Duration length) {
        for (ReplicaOrders.Lease each : given) {
            held.put(
                    each.instance(), new Held(each.epoch(), asked.at().plus(length), asked.nanos() + length.toNanos()));
        }
    }

    /// Whether this host may run an instance now.
    ///
    /// @param epoch of the order to do so; 0 for an instance that needs no lease
    public boolean holds(InstanceId instance, long epoch) {
        if (epoch == 0) {
            return true;
        }
        Held lease = held.get(instance);
        return lease != null
                && lease.epoch() == epoch
                && clock.instant().isBefore(lease.until())
                && nanos.getAsLong() - lease.untilNanos() < 0;
    }
}
