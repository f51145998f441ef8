package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.control.backup.Backups;
import casemate.control.instance.Instances;
import casemate.wire.BackupStore;
import casemate.wire.LogOrder;
import casemate.wire.PodOrder;
import casemate.wire.ReplicaOrders;
import casemate.wire.ReplicaOrders.Lease;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import casemate.wire.StandbyOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// Hands a host its leases, the logs it sends and the standbys it keeps: made anew for each asking, kept nowhere. A
/// lease is in the database before it is given out.
final class ReplicaOrdersFeed {
    /// Between two answers to one host, which asks again at once.
    private static final Duration EVERY = Duration.ofSeconds(1);
    /// What no standby took in a day is not taken any more: it is made anew.
    private static final Duration KEPT = Duration.ofDays(1);

    private static final Actor SELF = new Actor.Program("replicas");

    private final ReplicaTable table;
    private final PlaceTable places;
    private final Instances instances;
    private final Backups backups;
    private final SnapshotKey key;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ReplicaOrdersFeed(
            ReplicaTable table,
            PlaceTable places,
            Instances instances,
            Backups backups,
            SnapshotKey key,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.places = places;
        this.instances = instances;
        this.backups = backups;
        this.key = key;
        this.transaction = transaction;
        this.clock = clock;
    }

    Optional<byte[]> newer(String host, long version, Duration wait) throws InterruptedException {
        Thread.sleep(wait.compareTo(EVERY) < 0 ? wait : EVERY);
        return Optional.of(SignedSnapshot.sign(
                SignedSnapshot.Audience.REPLICA, orders(host, version).encode(), key));
    }

    /// For a test, without waiting.
    ReplicaOrders orders(String host, long version) {
        Instant now = clock.instant();
        List<Lease> leases = new ArrayList<>();
        List<LogOrder> sends = new ArrayList<>();
        List<StandbyOrder> stands = new ArrayList<>();
        for (Replica each : table.all()) {
            if (each.primary().equals(host)) {
                lease(each, now).ifPresent(leases::add);
                if (each.state() != Replica.State.ALONE && each.state() != Replica.State.PROMOTING) {
                    store(each)
                            .map(store -> new LogOrder(each.instance(), store, now.minus(KEPT)))
                            .ifPresent(sends::add);
                }
            } else if (each.standby().equals(host)) {
                stand(each).ifPresent(stands::add);
            }
        }
        return new ReplicaOrders(
                Math.max(version + 1, now.toEpochMilli()),
                now,
                Math.toIntExact(ReplicaRules.LEASE.toSeconds()),
                leases,
                sends,
                stands,
                places.leaving(host));
    }

    private Optional<Lease> lease(Replica each, Instant now) {
        return transaction.execute(_ -> table.lock(each.instance())
                .filter(r -> r.epoch() == each.epoch() && r.primary().equals(each.primary()))
                .filter(r -> r.state() != Replica.State.FENCING && r.state() != Replica.State.PROMOTING)
                .map(r -> {
                    table.keep(r.leased(now.plus(ReplicaRules.LEASE)));
                    return new Lease(r.instance(), r.epoch());
                }));
    }

    private Optional<StandbyOrder> stand(Replica each) {
        boolean named = each.state() == Replica.State.FOLLOWING
                || each.state() == Replica.State.FENCING
                || each.state() == Replica.State.PROMOTING;
        if (!named || each.seed().at().isEmpty()) {
            return Optional.empty();
        }
        Instant from = each.seed().at().get();
        return store(each)
                .flatMap(store -> instances
                        .order(each.instance())
                        .map(pod -> new StandbyOrder(
                                pod.leased(each.epoch() + 1).to(PodOrder.Wanted.RUNNING),
                                each.epoch() + 1,
                                store,
                                each.seed().copy(),
                                each.seed().manifest(),
                                from,
                                each.lineage(),
                                each.state() == Replica.State.PROMOTING
                                        ? StandbyOrder.Stage.PROMOTE
                                        : StandbyOrder.Stage.FOLLOW,
                                each.chunks())));
    }

    private Optional<BackupStore> store(Replica each) {
        try {
            return backups.archive(each.instance(), each.site(), SELF);
        } catch (Refusal _) {
            // Erased, or its key is.
            return Optional.empty();
        }
    }
}
