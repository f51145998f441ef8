package casemate.edge;

import casemate.base.LabClock;
import casemate.base.Refusal;
import casemate.edge.acme.Acme;
import casemate.edge.acme.AcmeChallenges;
import casemate.edge.acme.TrustedRoots;
import casemate.edge.ban.Bans;
import casemate.edge.entry.Passes;
import casemate.edge.entry.PortalTickets;
import casemate.edge.entry.Seal;
import casemate.promise.Drill;
import casemate.wire.ReportDesk;
import casemate.wire.Route;
import casemate.wire.SnapshotFeed;
import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The HTTPS gateway: the only way in from outside. Crash-only: what it needs to start again lies on disk, and
/// ending it leaves nothing behind.
public final class Edge implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// How its reports name it, as long as there is one.
    private static final String NAME = "local";

    private final EdgeConfig config;
    private final Clock clock;
    private final Listener listener;
    private final Routes routes;
    private final LocalAuthority authority;
    private final SnapshotKeeper snapshots;
    /// Closed in reverse after the listener.
    private final List<AutoCloseable> parts;

    private final Tickets tickets;
    private final Metrics metrics;
    private final int port;
    private final List<PrivateListener> apart;

    private Edge(
            EdgeConfig config,
            Clock clock,
            Listener listener,
            Routes routes,
            LocalAuthority authority,
            SnapshotKeeper snapshots,
            List<AutoCloseable> parts,
            Tickets tickets,
            Metrics metrics,
            int port,
            List<PrivateListener> apart) {
        this.config = config;
        this.clock = clock;
        this.listener = listener;
        this.routes = routes;
        this.authority = authority;
        this.snapshots = snapshots;
        this.parts = parts;
        this.tickets = tickets;
        this.metrics = metrics;
        this.port = port;
        this.apart = apart;
    }

    /// Listens, serves the last snapshot from disk at once, and follows control's newer ones.
    ///
    /// @param desk takes an [casemate.wire.EdgeReport] every few seconds
    /// @throws Refusal when the port is taken or may not be used, or the authority's file is damaged
    public static Edge start(EdgeConfig config, SnapshotFeed feed, ReportDesk desk) {
        return start(config, feed, desk, Clock.systemUTC());
    }

    /// @param clock by which people are let in; certificates go by the real one, as browsers do
    public static Edge start(EdgeConfig config, SnapshotFeed feed, ReportDesk desk, Clock clock) {
        return start(config, feed, desk, clock, new SecureRandom(), Shedding.Room.USUAL);
    }

    static Edge start(
            EdgeConfig config,
            SnapshotFeed feed,
            ReportDesk desk,
            Clock clock,
            SecureRandom chance,
            Shedding.Room room) {
        Clock real = LabClock.real(clock);
        List<AutoCloseable> parts = new ArrayList<>();
        Routes routes = new Routes();
        Pages pages = new Pages();
        Floods floods = new Floods(routes, pages, chance, config.off(Floods.PROMISE), config.proxies()::trusts);
        Health health = new Health(System::nanoTime);
        Optional<Bans> bans = bans(config, clock, chance);
        Supplier<Gate> gates = () -> new Gate(
                Limits.CONNECTIONS, who -> bans.isPresent() && bans.get().bars(who), floods);
        Places places = new Places(routes, config.privateListeners(), !config.off(Places.PROMISE));
        Listener listener = new Listener(loops(), gates, health, !config.off(LoadBalancingDrill.PROMISE));
        try {
            LocalAuthority authority =
                    LocalAuthority.open(config.directory().resolve("ca"), config.domain(), real, chance);
            Optional<Acme> acme = acme(config, authority, real, chance);
            acme.ifPresent(parts::add);
            Leaves leaves = new Leaves(
                    config.directory().resolve("leaves"),
                    authority,
                    routes::has,
                    host -> acme.flatMap(a -> a.of(host)),
                    config.off(TlsDrill.PROMISE) ? Leaves.NEVER_RENEWED : Duration.ZERO,
                    real);
            AccessLog log = new AccessLog(config.directory().resolve("log"), clock);
            parts.add(log);
            Counts counts = new Counts();
            Reports reports = new Reports(
                    NAME,
                    UUID.randomUUID().toString(),
                    desk,
                    clock,
                    routes::version,
                    counts::take,
                    new CertificateReports(leaves, acme, clock));
            parts.add(reports);
            bans.ifPresent(parts::add);
            TlsInForce tls = new TlsInForce(config.off(TlsDrill.PROMISE), routes);
            Tickets tickets = new Tickets(chance);
            parts.add(tickets);
            Seal seal = EntryGuard.seal(config, chance);
            Passes passes = new Passes(seal, new PortalTickets(config.controlSpki(), clock), chance, clock);
            EntryGuard entry = EntryGuard.open(config, seal, passes, pages, reports, clock, chance);
            parts.add(entry);
            Optional<BanGuard> banned = bans.map(all -> new BanGuard(all, pages));
            List<Guard> guards = new ArrayList<>();
            Insiders insiders = new Insiders(chance);
            Shedding shedding = new Shedding(
                    room,
                    listener::connections,
                    request -> floods.off()
                            || floods.spared(request.client())
                            // A balancer that asks for itself looks after our health.
                            || config.proxies().trusts(request.client())
                            || entry.knows(request)
                            || insiders.knows(request.route().host(), request.head()),
                    pages);
            banned.ifPresent(guards::add);
            guards.add(shedding);
            guards.add(floods);
            guards.add(new UnderAttack(floods, routes, clock, chance));
            guards.add(entry);
            guards.add(new SignOnGuard(passes, new PortalWay(config.domain(), config.port()), real));
            Metrics metrics = new Metrics(new Measures(listener, shedding, routes, leaves, acme, log).all());
            List<Witness> witnesses = new ArrayList<>(List.of(log, counts, metrics, shedding));
            banned.ifPresent(witnesses::add);
            InspectionRules rules = new InspectionRules(config.firewallRules());
            Inspections inspections = new Inspections(
                    rules,
                    new InspectionLog(config.directory().resolve("log")),
                    reports,
                    clock,
                    config.off(Inspections.PROMISE));
            parts.add(inspections);
            Front front = new Front(
                    places,
                    routes,
                    config.proxies(),
                    pages,
                    floods,
                    guards,
                    witnesses,
                    inspections,
                    insiders,
                    new StrictTransport(() -> tls.get().strictTransport(), config.domain()));
            SnapshotKeeper snapshots = new SnapshotKeeper(
                    config.directory().resolve("snapshot.signed"), config.controlSpki(), feed, routes, applied -> {
                        rules.want(applied.routes());
                        leaves.keepRouted();
                        places.look(applied.routes());
                        bans.ifPresent(all -> all.obey(applied.defence()));
                        passes.obey(applied.ended());
                        entry.changed(routes);
                        acme.ifPresent(a -> a.want(
                                applied.routes().stream().map(Route::host).toList()));
                    });
            // Before anything listens: nobody is told that a host is unknown which is only not read yet.
            snapshots.load();
            if (config.firewallRules().isPresent()) {
                rules.await();
            }
            AcmeChallenges challenges = acme.map(Acme::challenges).orElseGet(AcmeChallenges::new);
            Sockets sockets = new Sockets(config, listener, front, challenges, tls, tickets, leaves);
            int port = sockets.shared();
            List<PrivateListener> apart = sockets.apart();
            new HealthChecks(health, routes::replicas, listener.any()).start();
            snapshots.start();
            reports.start();
            tickets.start();
            bans.ifPresent(all -> all.begin(reports::banned, listener::shutBarred));
            acme.ifPresent(Acme::start);
            LOG.log(
                    System.Logger.Level.INFO,
                    "listening on {0} port {1} with {2}",
                    config.address(),
                    String.valueOf(port),
                    EdgeTls.boring() ? "BoringSSL" : "the JDK''s TLS");
            return new Edge(
                    config, clock, listener, routes, authority, snapshots, parts, tickets, metrics, port, apart);
        } catch (IOException e) {
            close(listener, parts);
            throw new IllegalStateException("the edge's directory cannot be used", e);
        } catch (RuntimeException e) {
            close(listener, parts);
            throw e;
        }
    }

    /// Shows counts to a monitoring system on this machine, at `/metrics` of a loopback address, until this edge ends.
    ///
    /// @param port 0 for any free one
    /// @return the port
    /// @throws Refusal when the address is not a loopback one, or the port is taken
    public int showMetrics(String address, int port) {
        MetricsServer server = MetricsServer.open(address, port, metrics::text);
        parts.add(server);
        return server.port();
    }

    /// The port that answers, also when any free one was asked for.
    public int port() {
        return port;
    }

    /// The private listeners, with the ports that answer.
    public List<PrivateListener> privateListeners() {
        return apart;
    }

    /// The address that listens, as configured.
    public String address() {
        return config.address();
    }

    Listener listener() {
        return listener;
    }

    Tickets tickets() {
        return tickets;
    }

    /// The root certificate that users may trust, as PEM.
    public String authorityPem() {
        return Pem.write(authority.root());
    }

    /// The version of the snapshot in force; -1 for none.
    public long snapshot() {
        return snapshots.inForce();
    }

    /// The drills that attack this edge from outside, for the schedule of control.
    public List<Drill<?>> drills() {
        SecureRandom chance = new SecureRandom();
        return List.of(
                new HttpsOnlyDrill(this::target, chance),
                new TlsDrill(this::target, chance, LabClock.real(clock)),
                new InjectionDrill(this::target, chance),
                new CertificateLifeDrill(this::target, chance, LabClock.real(clock)),
                new LoadBalancingDrill(this::target, chance),
                new MissingPagesDrill(this::target, chance),
                new AddressDrill(this::target, chance),
                new DeviceDrill(this::target, chance, clock),
                new FloodDrill(this::target, chance),
                new PrivateDrill(this::target, chance));
    }

    /// This edge with one of the names that it serves, the platform's own before a customer's.
    private Optional<EdgeTarget> target() {
        return routes.all().stream()
                .min(Comparator.comparing((Route route) -> route.instance().isPresent())
                        .thenComparing(Route::host))
                .map(route -> target(route.host()));
    }

    /// This edge as a drill sees it; also that of a canary.
    EdgeTarget target(String host) {
        return new EdgeTarget(
                config.address(), port, host, trustedPem(), insidePorts(), routes, config.domain(), apart, () -> {});
    }

    /// What a visitor trusts who knows us: our own root, and whatever an outside authority is known by.
    private String trustedPem() {
        if (config.acme().isEmpty()) {
            return authorityPem();
        }
        try {
            return authorityPem()
                    + config.acme().get().roots()
                    + TrustedRoots.usual().stream().map(Pem::write).collect(Collectors.joining());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the usual roots cannot be read", e);
        }
    }

    private List<Integer> insidePorts() {
        return routes.all().stream()
                .flatMap(route -> route.upstreams().stream())
                .map(Upstream::port)
                .toList();
    }

    /// Made before anything listens; none where the control of EDG-5 is off.
    private static Optional<Bans> bans(EdgeConfig config, Clock clock, SecureRandom chance) {
        try {
            Files.createDirectories(config.directory(), OwnerOnly.DIRECTORY);
        } catch (IOException e) {
            throw new IllegalStateException("the edge's directory cannot be used", e);
        }
        return config.off(MissingPagesDrill.PROMISE)
                ? Optional.empty()
                : Optional.of(
                        Bans.open(config.directory().resolve("bans.json"), clock, chance, config.proxies()::trusts));
    }

    private static int loops() {
        return Math.min(Runtime.getRuntime().availableProcessors(), Limits.EVENT_LOOPS);
    }

    private static Optional<Acme> acme(EdgeConfig config, LocalAuthority platform, Clock clock, SecureRandom chance)
            throws IOException {
        return config.acme().isEmpty()
                ? Optional.empty()
                : Optional.of(new Acme(
                        config.acme().get(),
                        config.directory().resolve("acme"),
                        InetAddress.ofLiteral(config.address()),
                        platform::covers,
                        clock,
                        chance));
    }

    /// Takes no new connection, lets running requests finish within a bound, and ends.
    @Override
    public void close() {
        snapshots.close();
        close(listener, parts);
    }

    private static void close(Listener listener, List<AutoCloseable> parts) {
        listener.close();
        for (AutoCloseable part : parts.reversed()) {
            try {
                part.close();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, "a part of the edge did not end well", e);
            }
        }
    }
}
