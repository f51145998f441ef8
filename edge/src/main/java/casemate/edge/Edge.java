package casemate.edge;

import casemate.base.Refusal;
import casemate.promise.Drill;
import casemate.wire.Route;
import casemate.wire.SnapshotFeed;
import casemate.wire.Upstream;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Verticle;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.impl.transports.TransportInternal;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// The HTTPS gateway: the only way in from outside. Crash-only: what it needs to start again lies on disk, and ending
/// it
/// leaves nothing behind.
public final class Edge implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    /// Vert.x's word for any free port that all listeners of one deployment share.
    private static final int ANY_SHARED_PORT = -1;
    /// The drain and a little more.
    private static final Duration STOP_LIMIT = Limits.DRAIN.plusSeconds(5);

    private final EdgeConfig config;
    private final Vertx vertx;
    private final Routes routes;
    private final LocalAuthority authority;
    private final AccessLog log;
    private final SnapshotKeeper snapshots;
    private final int port;

    private Edge(
            EdgeConfig config,
            Vertx vertx,
            Routes routes,
            LocalAuthority authority,
            AccessLog log,
            SnapshotKeeper snapshots,
            int port) {
        this.config = config;
        this.vertx = vertx;
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
            Vertx vertx = vertx();
            try {
                TlsPolicy tls = config.off(TlsDrill.PROMISE) ? TlsPolicy.sabotaged() : TlsPolicy.modern();
                int port =
                        listen(vertx, config, new Listener.Shared(routes, new Pages(), log, new HostKeys(leaves), tls));
                snapshots.start();
                LOG.log(
                        System.Logger.Level.INFO,
                        "listening on {0} port {1} with {2}",
                        config.address(),
                        String.valueOf(port),
                        EdgeTls.boring() ? "BoringSSL" : "the JDK''s TLS");
                return new Edge(config, vertx, routes, authority, log, snapshots, port);
            } catch (RuntimeException e) {
                stop(vertx);
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

    private static Vertx vertx() {
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(loops())
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
        return Vertx.builder()
                .with(options)
                .withTransport(new TransportInternal("gated", true, null, new GatedTransport(Limits.CONNECTIONS)))
                .build();
    }

    private static int loops() {
        return Math.min(Runtime.getRuntime().availableProcessors(), Limits.EVENT_LOOPS);
    }

    private static int listen(Vertx vertx, EdgeConfig config, Listener.Shared shared) {
        int wanted = config.port() == 0 ? ANY_SHARED_PORT : config.port();
        if (!config.off(HttpsOnlyDrill.PROMISE)) {
            return deploy(vertx, config, loops(), bound -> new Listener(shared, config.address(), wanted, true, bound));
        }
        int encrypted = deploy(vertx, config, 1, bound -> new Listener(shared, LOOPBACK, 0, true, bound));
        int plain = deploy(vertx, config, 1, bound -> new Listener(shared, LOOPBACK, 0, false, bound));
        return deploy(
                vertx, config, 1, bound -> new PlainToo(config.address(), config.port(), encrypted, plain, bound));
    }

    /// The port on which the deployed listen.
    private static int deploy(Vertx vertx, EdgeConfig config, int instances, Function<IntConsumer, Verticle> listener) {
        AtomicInteger port = new AtomicInteger();
        await(
                vertx.deployVerticle(() -> listener.apply(port::set), new DeploymentOptions().setInstances(instances)),
                config);
        return port.get();
    }

    private static void await(Future<?> future, EdgeConfig config) {
        try {
            future.toCompletionStage().toCompletableFuture().get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof BindException) {
                throw Refusal.conflict(
                        "edge-port-taken",
                        "Port " + config.port() + " on " + config.address()
                                + " cannot be used (taken, or below 1024 without the right); choose another with --https-port.");
            }
            throw new IllegalStateException("the edge did not start", e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("the edge did not start in " + START_LIMIT, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /// Takes no new connection, lets running requests finish within a bound, and ends.
    @Override
    public void close() {
        snapshots.close();
        stop(vertx);
        log.close();
    }

    private static void stop(Vertx vertx) {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.WARNING, "the edge did not stop cleanly: {0}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
