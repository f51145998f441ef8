package casemate.control.replica;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.instance.Blueprint;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.instance.StandbyPart;
import casemate.promise.Region;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.transaction.support.TransactionTemplate;

/// The door to standbys: begins and ends them, and moves instances to them and back.
public final class Replicas implements StandbyPart {
    /// Long enough for a standby that is fed.
    private static final Duration TWIN_WAIT = Duration.ofSeconds(5);

    private final ReplicaTable table;
    private final PlaceTable places;
    private final Instances instances;
    private final ReplicaOrdersFeed feed;
    private final ReplicaReports reports;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Whereabouts whereabouts;

    Replicas(
            ReplicaTable table,
            PlaceTable places,
            Instances instances,
            ReplicaOrdersFeed feed,
            ReplicaReports reports,
            Audit audit,
            TransactionTemplate transaction,
            Clock clock,
            Whereabouts whereabouts) {
        this.table = table;
        this.places = places;
        this.instances = instances;
        this.feed = feed;
        this.reports = reports;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
        this.whereabouts = whereabouts;
    }

    /// Takes a host, and where it stands.
    public void host(String name, Region region) {
        whereabouts.take(name, region);
    }

    /// Instances that a host leads, follows, or holds something of.
    public List<InstanceId> keptAt(String host) {
        return Stream.concat(
                        table.all().stream()
                                .filter(r -> r.state() != Replica.State.ALONE
                                        && r.standby().equals(host))
                                .map(Replica::instance),
                        places.on(host).stream())
                .distinct()
                .toList();
    }

    /// Gives up what lies on a host that is gone for good, in the caller's transaction: standbys there end, and what
    /// lay
    /// there is asked for no more.
    ///
    /// @throws Refusal `failover-state` while an instance moves there or from there
    public void lose(String host, Actor actor) {
        for (Replica each : table.all()) {
            boolean here = each.standby().equals(host) || each.primary().equals(host);
            Replica replica = here ? table.lock(each.instance()).orElse(each) : each;
            if (here && (replica.state() == Replica.State.FENCING || replica.state() == Replica.State.PROMOTING)) {
                throw Refusal.conflict(
                        "failover-state", "An instance is moving there or from there now; wait until it has.");
            }
            if (replica.standby().equals(host) && replica.state() != Replica.State.ALONE) {
                table.keep(replica.alone());
                audit.record(actor, "replica.end", replica.instance().value());
            }
        }
        table.settle(host);
        places.lose(host, clock.instant());
        instances.clientsChanged();
    }

    /// How much of any of these was lost with its host, so that nobody can say that it is gone.
    public long lost(Collection<String> ids) {
        return places.lost(ids);
    }

    /// Lets go of a host that is none any more.
    public void leave(String name) {
        whereabouts.leave(name);
    }

    /// Whether what a host is told names an instance: it leads it, follows it, or is to remove what it has of it.
    public boolean concerns(String host, InstanceId instance) {
        return table.find(instance)
                        .filter(r -> r.primary().equals(host)
                                || (r.standby().equals(host) && r.state() != Replica.State.ALONE))
                        .isPresent()
                || places.leaves(instance, host);
    }

    /// All standbys, as they are now, for the drill.
    List<ReplicaTarget.Standing> standings() {
        return table.all().stream()
                .filter(r -> r.state() != Replica.State.ALONE)
                .map(r -> new ReplicaTarget.Standing(
                        whereabouts.of(r.standby()),
                        whereabouts.apart(r.primary(), r.standby()),
                        r.replayed(),
                        r.files()))
                .toList();
    }

    /// A standby that nothing is sent to any more.
    static ReplicaTarget twin(Instant stopped, ReplicaTarget.Pause pause) {
        List<ReplicaTarget.Standing> still =
                List.of(new ReplicaTarget.Standing(Optional.empty(), true, Optional.of(stopped), Optional.of(stopped)));
        return new ReplicaTarget(() -> still, TWIN_WAIT, Optional.empty(), pause);
    }

    /// What a host is to do for standbys: signed, with keys and leases in it.
    public SnapshotFeed feed(String host) {
        return (version, wait) -> feed.newer(host, version, wait);
    }

    /// Where hosts say how far that is.
    public ReportDesk reports() {
        return reports;
    }

    @Override
    public Map<InstanceId, Reign> reigns() {
        return table.all().stream()
                .collect(Collectors.toMap(
                        Replica::instance,
                        r -> new Reign(
                                r.epoch(),
                                r.state() == Replica.State.FENCING || r.state() == Replica.State.PROMOTING)));
    }

    /// How far a standby is behind now; empty before it has replayed anything.
    Optional<Duration> behind(Replica replica) {
        return replica.behind(clock.instant());
    }

    /// The same for the instance's files.
    Optional<Duration> filesBehind(Replica replica) {
        return replica.filesBehind(clock.instant());
    }

    /// All that there are.
    public List<Replica> all() {
        return table.all();
    }

    /// For a page of somebody who may see the instance.
    Optional<Replica> find(InstanceId id) {
        return table.find(id);
    }

    /// Where a host stands, as a code; empty for one that is not there any more.
    String region(String host) {
        return whereabouts.of(host).map(Region::code).orElse("");
    }

    /// @throws Refusal `replica-unknown`, `instance-unknown`
    public Replica of(InstanceId id, Actor actor) {
        return table.find(instances.get(id, actor).id()).orElseThrow(Replicas::unknown);
    }

    private static Refusal unknown() {
        return Refusal.notFound("replica-unknown", "This instance has no standby; casemate replicate begins one.");
    }

    /// Has an instance followed by another host from now on. It restarts once, to run under leases.
    ///
    /// @param wanted the host; empty for the only other one
    /// @throws Refusal `host-unknown`, `replica-known`, `backup-nowhere`, `replica-region`, `replica-site`
    /// @throws Refusal those of [ReplicaRules#canBegin]
    Replica begin(InstanceId id, String wanted, Actor actor) {
        Instance instance = instances.get(id, actor);
        ReplicaRules.canBegin(instance, standbys(instance));
        return java.util.Objects.requireNonNull(transaction.execute(_ -> {
            Optional<Replica> known = table.lock(id);
            if (known.isPresent() && known.get().state() != Replica.State.ALONE) {
                throw Refusal.conflict("replica-known", "This instance has a standby already.");
            }
            String primary = instances.hostOf(id);
            String standby = whereabouts.standby(primary, wanted, instance);
            String site = whereabouts.site(id, primary, standby, actor);
            Replica begun =
                    known.map(r -> r.toward(standby, site, false)).orElseGet(() -> fresh(id, primary, standby, site));
            table.keep(begun);
            places.used(id, primary);
            places.used(id, standby);
            audit.record(actor, "replica.begin", id.value(), between(begun));
            instances.clientsChanged();
            return begun;
        }));
    }

    private static Replica fresh(InstanceId id, String primary, String standby, String site) {
        return new Replica(
                id,
                primary,
                primary,
                standby,
                1,
                Replica.State.SEEDING,
                false,
                false,
                site,
                "",
                Replica.Seed.NONE,
                0,
                Instant.EPOCH,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                false,
                Optional.empty());
    }

    private boolean standbys(Instance instance) {
        return instances.blueprints().stream()
                .filter(b -> b.name().equals(instance.blueprint()))
                .anyMatch(Blueprint::standbys);
    }

    /// Ends an instance's standby, and has removed what lies of the instance on any host but its own. It runs on under
    /// leases as before.
    ///
    /// @throws Refusal `replica-unknown`, and `failover-state` while it moves
    Replica end(InstanceId id, Actor actor) {
        instances.get(id, actor);
        return java.util.Objects.requireNonNull(transaction.execute(_ -> {
            Replica replica = table.lock(id).orElseThrow(Replicas::unknown);
            if (replica.state() == Replica.State.FENCING || replica.state() == Replica.State.PROMOTING) {
                throw Refusal.conflict(
                        "failover-state", "The instance is moving now; end its standby when it has moved.");
            }
            Replica alone = replica.alone();
            table.keep(alone);
            places.leave(id, replica.primary(), clock.instant());
            audit.record(actor, "replica.end", id.value());
            instances.clientsChanged();
            return alone;
        }));
    }

    /// Hosts from which something of an instance is to go, and has not yet.
    List<String> leaving(InstanceId id) {
        return places.leaving(id);
    }

    /// Hosts that hold something of any of these, of instances that are erased or that have standbys.
    public List<String> holding(Collection<String> ids) {
        return places.holding(ids);
    }

    /// Moves an instance to its standby: stops it where it is, and starts it there with all that the standby got.
    ///
    /// @param lossy even when the standby is far behind
    /// @param off somebody vouches that the primary's host is off: its lease is not waited for
    /// @throws Refusal `replica-unknown`, and those of [ReplicaRules#canMove]
    Replica failover(InstanceId id, boolean lossy, boolean off, Actor actor) {
        instances.get(id, actor);
        return java.util.Objects.requireNonNull(transaction.execute(_ -> {
            Replica replica = table.lock(id).orElseThrow(Replicas::unknown);
            ReplicaRules.canMove(replica, lossy || off, clock.instant());
            return fence(replica, lossy || off, off, actor);
        }));
    }

    /// In the caller's transaction: the orders that stop it are raised first, so that their version is known.
    Replica fence(Replica replica, boolean lossy, boolean off, Actor actor) {
        instances.clientsChanged();
        Replica fencing = replica.fencing(
                clock.instant(),
                instances.orderVersion(replica.primary()),
                off ? Instant.EPOCH : replica.leasedUntil(),
                lossy);
        table.keep(fencing);
        audit.record(
                actor,
                "replica.failover",
                replica.instance().value(),
                Json.object()
                        .put("from", replica.primary())
                        .put("to", replica.standby())
                        .put("hostIsOff", off)
                        .build());
        return fencing;
    }

    /// Moves an instance back to the host that it came from: a standby is made there, and it moves as soon as that one
    /// is
    /// near.
    ///
    /// @throws Refusal `replica-unknown`, `failback-home`, `failover-state`
    Replica failback(InstanceId id, Actor actor) {
        instances.get(id, actor);
        return java.util.Objects.requireNonNull(transaction.execute(_ -> {
            Replica replica = table.lock(id).orElseThrow(Replicas::unknown);
            if (replica.primary().equals(replica.home())) {
                throw Refusal.conflict("failback-home", "The instance is on the host that it came from.");
            }
            if (whereabouts.of(replica.home()).isEmpty()) {
                throw Refusal.conflict("host-unknown", "The host that it came from is not there any more.");
            }
            if (replica.state() != Replica.State.ALONE) {
                throw Refusal.conflict(
                        "failover-state",
                        "The instance cannot move now: its standby is "
                                + replica.state().word() + ".");
            }
            Replica back = replica.toward(
                    replica.home(), whereabouts.site(id, replica.primary(), replica.home(), actor), true);
            table.keep(back);
            places.used(id, replica.home());
            audit.record(actor, "replica.failback", id.value(), between(back));
            instances.clientsChanged();
            return back;
        }));
    }

    private static Json.Obj between(Replica replica) {
        return Json.object()
                .put("from", replica.primary())
                .put("to", replica.standby())
                .build();
    }
}
