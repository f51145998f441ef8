package casemate.control.instance;

import casemate.base.InstanceId;
import casemate.base.Wakeup;
import casemate.control.web.EdgePlace;
import casemate.wire.AgentSnapshot;
import casemate.wire.Barrier;
import casemate.wire.Defence;
import casemate.wire.EdgeSnapshot;
import casemate.wire.EndedPasses;
import casemate.wire.PodOrder;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.SignedSnapshot;
import casemate.wire.SignedSnapshot.Audience;
import casemate.wire.SnapshotFeed;
import casemate.wire.SnapshotKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/// Derives what edge and agent should make true from the database, whole and signed. A version and its content
/// change in one transaction and are read in one, so that one version never has two contents, whichever replica
/// makes it.
final class Snapshots {
    /// Whom a snapshot is for, in the order in which their versions are raised: one order, no deadlock.
    enum Kind {
        EDGE(Audience.EDGE),
        AGENT(Audience.AGENT);

        private final Audience audience;

        Kind(Audience audience) {
            this.audience = audience;
        }
    }

    /// All edges obey the same.
    private static final String EDGES = "";

    /// A version and its signed bytes, which nobody changes.
    private static final class Made {
        private final long version;
        private final byte[] signed;

        private Made(long version, byte[] signed) {
            this.version = version;
            this.signed = signed;
        }
    }

    private final InstanceTable instances;
    private final SnapshotTable table;
    private final TransactionTemplate oneSight;
    private final SnapshotKey key;
    private final Hosts hosts;
    private final EdgePlace edge;
    private final Clock clock;
    /// Found late: the rooms that have a say stand on this one.
    private final Supplier<List<RoutePart>> routeParts;

    private final Supplier<List<DefencePart>> defenceParts;
    private final Supplier<List<OwnHosts>> ownHosts;
    private final Blueprints blueprints;
    private final Supplier<Optional<SignOnPart>> signOns;
    private final Supplier<Optional<ClientPart>> clients;
    private final Supplier<Optional<StandbyPart>> standbys;
    private final Map<Kind, Wakeup> wakeups = new EnumMap<>(Kind.class);
    /// By audience.
    private final Map<String, Made> newest = new ConcurrentHashMap<>();

    /// @param hosts that take orders
    /// @param edge where it listens on that host
    Snapshots(
            InstanceTable instances,
            SnapshotTable table,
            PlatformTransactionManager transactions,
            SnapshotKey key,
            Hosts hosts,
            EdgePlace edge,
            Clock clock,
            Supplier<List<RoutePart>> routeParts,
            Supplier<List<DefencePart>> defenceParts,
            Supplier<List<OwnHosts>> ownHosts,
            Blueprints blueprints,
            Supplier<Optional<SignOnPart>> signOns,
            Supplier<Optional<ClientPart>> clients,
            Supplier<Optional<StandbyPart>> standbys) {
        this.instances = instances;
        this.table = table;
        this.oneSight = new TransactionTemplate(transactions);
        oneSight.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneSight.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        oneSight.setReadOnly(true);
        this.key = key;
        this.hosts = hosts;
        this.edge = edge;
        this.clock = clock;
        this.routeParts = routeParts;
        this.defenceParts = defenceParts;
        this.ownHosts = ownHosts;
        this.blueprints = blueprints;
        this.signOns = signOns;
        this.clients = clients;
        this.standbys = standbys;
        for (Kind kind : Kind.values()) {
            wakeups.put(kind, new Wakeup());
        }
    }

    SnapshotFeed edgeFeed() {
        return new DatabaseFeed(this, Kind.EDGE, EDGES, wakeup(Kind.EDGE));
    }

    SnapshotFeed agentFeed(String host) {
        return new DatabaseFeed(this, Kind.AGENT, host, wakeup(Kind.AGENT));
    }

    /// Raises the version inside the caller's transaction, and wakes who waits once it is committed. Once for each
    /// transaction: nobody sees a version between, and a row written many times in one is slow to find.
    void changed(Kind kind) {
        Rung rung = new Rung(this, kind);
        if (TransactionSynchronizationManager.getSynchronizations().contains(rung)) {
            return;
        }
        for (String host : kind == Kind.EDGE ? List.of(EDGES) : hosts.all()) {
            table.rise(audience(kind, host), clock.instant());
        }
        TransactionSynchronizationManager.registerSynchronization(rung);
    }

    /// That a version was raised in this transaction.
    private record Rung(Snapshots snapshots, Kind kind) implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            snapshots.wakeup(kind).ring();
        }
    }

    /// Which instances rooms say are found at these hosts.
    Map<String, InstanceId> ownAt(Collection<String> hosts) {
        Map<String, InstanceId> found = new HashMap<>();
        ownHosts.get().forEach(own -> found.putAll(own.at(hosts)));
        return found;
    }

    /// The newest version that edges can know.
    long newestForEdges() {
        return table.version(audience(Kind.EDGE, EDGES))
                .map(SnapshotTable.Version::number)
                .orElse(0L);
    }

    /// The same for one host.
    long newestFor(String host) {
        return table.version(audience(Kind.AGENT, host))
                .map(SnapshotTable.Version::number)
                .orElse(0L);
    }

    Optional<byte[]> newerThan(Kind kind, String host, long version) {
        long number = table.version(audience(kind, host))
                .map(SnapshotTable.Version::number)
                .orElse(-1L);
        return number > version ? Optional.of(made(kind, host, number).signed.clone()) : Optional.empty();
    }

    private Made made(Kind kind, String host, long wanted) {
        String audience = audience(kind, host);
        Made have = newest.get(audience);
        if (have != null && have.version >= wanted) {
            return have;
        }
        Made fresh = java.util.Objects.requireNonNull(oneSight.execute(_ -> make(kind, host)));
        return newest.merge(audience, fresh, (one, other) -> one.version >= other.version ? one : other);
    }

    private Made make(Kind kind, String host) {
        SnapshotTable.Version version = table.version(audience(kind, host)).orElseThrow();
        byte[] payload = switch (kind) {
            case EDGE ->
                new EdgeSnapshot(
                                version.number(),
                                version.issued(),
                                routes(),
                                defence(version.issued()),
                                signOns.get()
                                        .map(part -> part.ended(version.issued()))
                                        .orElse(EndedPasses.NONE))
                        .encode();
            case AGENT ->
                new AgentSnapshot(
                                version.number(),
                                version.issued(),
                                orders(host),
                                Barrier.of(edge.ports(), edge.proxies(), defence(version.issued()), version.issued()))
                        .encode();
        };
        return new Made(version.number(), SignedSnapshot.sign(kind.audience, payload, key));
    }

    /// Each pod with its own key: that of identity headers, whatever its application does with it, or the secret by
    /// which
    /// its application speaks OpenID Connect.
    List<PodOrder> orders(String host) {
        UnaryOperator<PodOrder> header = signOns.get()
                .<UnaryOperator<PodOrder>>map(part -> order -> order.identifiedBy(part.identityKey(order.instance())))
                .orElse(UnaryOperator.identity());
        UnaryOperator<PodOrder> client = clients.get().map(ClientPart::telling).orElse(UnaryOperator.identity());
        Map<InstanceId, StandbyPart.Reign> reigns =
                standbys.get().map(StandbyPart::reigns).orElse(Map.of());
        return instances.orders(host).stream()
                .map(order -> reigned(order, reigns.get(order.instance())))
                .map(order -> blueprints.signOn(order.blueprint()) == Blueprint.SignOn.OIDC
                        ? client.apply(order)
                        : header.apply(order))
                .toList();
    }

    private static PodOrder reigned(PodOrder order, StandbyPart.@Nullable Reign reign) {
        if (reign == null) {
            return order;
        }
        PodOrder leased = order.leased(reign.epoch());
        return reign.withheld() && order.wanted() == PodOrder.Wanted.RUNNING
                ? leased.to(PodOrder.Wanted.STOPPED)
                : leased;
    }

    private Defence defence(Instant issued) {
        Defence defence = Defence.USUAL;
        for (DefencePart part : defenceParts.get()) {
            defence = part.shape(defence, issued);
        }
        return defence;
    }

    private List<Route> routes() {
        List<Map<InstanceId, UnaryOperator<RouteRules>>> parts =
                routeParts.get().stream().map(RoutePart::parts).toList();
        List<Map<InstanceId, List<String>>> hosts =
                ownHosts.get().stream().map(OwnHosts::all).toList();
        List<Route> routes = new ArrayList<>(table.platform());
        for (Instance instance : instances.alive()) {
            InstanceRules.met(instance.wanted(), instance.seen()).ifPresent(state -> {
                RouteRules rules = rules(instance, parts);
                routes.add(route(instance.host(), instance, state, rules));
                hosts.stream()
                        .flatMap(own -> own.getOrDefault(instance.id(), List.of()).stream())
                        .forEach(host -> routes.add(route(host, instance, state, rules)));
            });
        }
        return routes;
    }

    /// What rooms have said, and which application the firewall stands before: it knows what is usual in some.
    private RouteRules rules(Instance instance, List<Map<InstanceId, UnaryOperator<RouteRules>>> parts) {
        RouteRules rules = RouteRules.USUAL.at(instance.listener());
        for (Map<InstanceId, UnaryOperator<RouteRules>> part : parts) {
            rules = part.getOrDefault(instance.id(), UnaryOperator.identity()).apply(rules);
        }
        RouteRules shielded = rules.with(rules.shield().before(instance.blueprint()));
        return blueprints.signOn(instance.blueprint()) == Blueprint.SignOn.HEADER
                ? signOns.get()
                        .map(part -> shielded.identifiedBy(part.identityKey(instance.id())))
                        .orElse(shielded)
                : shielded;
    }

    private static Route route(String host, Instance instance, Route.State state, RouteRules rules) {
        return new Route(
                host, Optional.of(instance.id()), state, instance.seen().upstreams(), rules);
    }

    private Wakeup wakeup(Kind kind) {
        return java.util.Objects.requireNonNull(wakeups.get(kind));
    }

    private static String audience(Kind kind, String host) {
        return switch (kind) {
            case EDGE -> "edge";
            case AGENT -> "agent:" + host;
        };
    }
}
