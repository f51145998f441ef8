package casemate.edge;

import casemate.base.Refusal;
import casemate.promise.Drill;
import casemate.wire.Route;
import casemate.wire.SnapshotFeed;
import casemate.wire.Upstream;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The HTTPS gateway: the only way in from outside. Crash-only: what it needs to start again lies on disk, and ending
/// it
/// leaves nothing behind.
public final class Edge implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");

    private final EdgeConfig config;
    private final Listener listener;
    private final Routes routes;
    private final LocalAuthority authority;
    private final AccessLog log;
    private final SnapshotKeeper snapshots;
    private final int port;

    private Edge(
            EdgeConfig config,
            Listener listener,
            Routes routes,
            LocalAuthority authority,
            AccessLog log,
            SnapshotKeeper snapshots,
            int port) {
        this.config = config;
        this.listener = listener;
        this.routes = routes;
        this.authority = authority;
        this.log = log;
        this.snapshots = snapshots;
        this.port = port;
    }

    /// Listens, serves the last snapshot from disk at once, and follows control's newer ones.
    ///
    /// @throws Refusal when the port is taken or may not be used, or the authority's file is damaged
    public static Edge start(EdgeConfig config, SnapshotFeed feed) {
        return start(config, feed, Clock.systemUTC(), new SecureRandom());
    }

    static Edge start(EdgeConfig config, SnapshotFeed feed, Clock clock, SecureRandom chance) {
        try {
            Files.createDirectories(config.directory(), OwnerOnly.DIRECTORY);
            Routes routes = new Routes();
            LocalAuthority authority =
                    LocalAuthority.open(config.directory().resolve("ca"), config.domain(), clock, chance);
            Leaves leaves = new Leaves(config.directory().resolve("leaves"), authority, routes::has, clock);
            AccessLog log = new AccessLog(config.directory().resolve("log"), clock);
            SnapshotKeeper snapshots = new SnapshotKeeper(
                    config.directory().resolve("snapshot.signed"),
                    config.controlSpki(),
                    feed,
                    routes,
                    snapshot -> leaves.keepOnly(
                            snapshot.routes().stream().map(Route::host).collect(Collectors.toSet())));
            Listener listener = new Listener(loops());
            try {
                TlsPolicy tls = config.off(TlsDrill.PROMISE) ? TlsPolicy.sabotaged() : TlsPolicy.modern();
                Front front = new Front(routes, new Pages(), log, tls.strictTransport());
                int port = listen(listener, config, front, EdgeTls.context(tls, new HostKeys(leaves)));
                snapshots.start();
                LOG.log(
                        System.Logger.Level.INFO,
                        "listening on {0} port {1} with {2}",
                        config.address(),
                        String.valueOf(port),
                        EdgeTls.boring() ? "BoringSSL" : "the JDK''s TLS");
                return new Edge(config, listener, routes, authority, log, snapshots, port);
            } catch (RuntimeException e) {
                listener.close();
                log.close();
                throw e;
            }
        } catch (IOException e) {
            throw new IllegalStateException("the edge's directory cannot be used", e);
        }
    }

    /// The port that answers, also when any free one was asked for.
    public int port() {
        return port;
    }

    /// The address that listens, as configured.
    public String address() {
        return config.address();
    }

    /// The root certificate that users may trust, as PEM.
    public String authorityPem() {
        return Pem.write(authority.root());
    }

    /// The version of the snapshot in force; -1 for none.
    public long snapshot() {
        return routes.version();
    }

    /// The drills that attack this edge from outside, for the schedule of control.
    public List<Drill<?>> drills() {
        SecureRandom chance = new SecureRandom();
        return List.of(new HttpsOnlyDrill(this::target, chance), new TlsDrill(this::target, chance, Clock.systemUTC()));
    }

    /// This edge with one of the names that it serves, the platform's own before a customer's.
    private Optional<EdgeTarget> target() {
        return routes.all().stream()
                .min(Comparator.comparing((Route route) -> route.instance().isPresent())
                        .thenComparing(Route::host))
                .map(route ->
                        new EdgeTarget(config.address(), port, route.host(), authorityPem(), insidePorts(), () -> {}));
    }

    private List<Integer> insidePorts() {
        return routes.all().stream()
                .flatMap(route -> route.upstreams().stream())
                .map(Upstream::port)
                .toList();
    }

    private static int loops() {
        return Math.min(Runtime.getRuntime().availableProcessors(), Limits.EVENT_LOOPS);
    }

    private static int listen(Listener listener, EdgeConfig config, Front front, SslContext tls) {
        try {
            return listener.listen(
                    config.address(),
                    config.port(),
                    home -> new Door(front, tls, home, config.off(HttpsOnlyDrill.PROMISE)));
        } catch (IOException e) {
            throw Refusal.conflict(
                    "edge-port-taken",
                    "Port " + config.port() + " on " + config.address()
                            + " cannot be used (taken, or below 1024 without the right); choose another with --https-port.");
        }
    }

    /// Takes no new connection, lets running requests finish within a bound, and ends.
    @Override
    public void close() {
        snapshots.close();
        listener.close();
        log.close();
    }
}
