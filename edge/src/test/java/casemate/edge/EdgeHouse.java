package casemate.edge;

import casemate.base.InstanceId;
import casemate.promise.PromiseId;
import casemate.wire.Defence;
import casemate.wire.EdgeReport;
import casemate.wire.EndedPasses;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.SnapshotKey;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// A real edge on a free port of the loopback, its feed, and real clients that trust its authority.
final class EdgeHouse implements AutoCloseable {
    static final String DOMAIN = "casemate.localhost";
    static final String ACME = "acme." + DOMAIN;
    static final String OTHER = "other." + DOMAIN;
    static final InstanceId INSTANCE = new InstanceId("ins_0" + "1".repeat(25));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int READ_MILLIS = 30_000;

    final SnapshotKey key;
    final Feed feed;
    final Edge edge;
    /// What the edge has reported so far.
    final Queue<EdgeReport> reports;

    private EdgeHouse(SnapshotKey key, Feed feed, Edge edge, Queue<EdgeReport> reports) {
        this.key = key;
        this.feed = feed;
        this.edge = edge;
        this.reports = reports;
    }

    static EdgeHouse open(Path directory, String... switchedOff) {
        return open(directory, SnapshotKey.generate(), switchedOff);
    }

    static EdgeHouse open(Path directory, SnapshotKey key, String... switchedOff) {
        Feed feed = new Feed(key);
        Queue<EdgeReport> reports = new ConcurrentLinkedQueue<>();
        Edge edge =
                Edge.start(config(directory, key, switchedOff), feed, bytes -> reports.add(EdgeReport.decode(bytes)));
        return new EdgeHouse(key, feed, edge, reports);
    }

    /// An edge that believes these.
    static EdgeHouse behind(Path directory, TrustedProxies proxies) {
        SnapshotKey key = SnapshotKey.generate();
        EdgeConfig straight = config(directory, key);
        EdgeConfig config = new EdgeConfig(
                directory,
                DOMAIN,
                straight.address(),
                straight.port(),
                straight.controlKey(),
                straight.switchedOff(),
                proxies,
                Optional.empty());
        return open(key, config);
    }

    static EdgeHouse open(SnapshotKey key, EdgeConfig config) {
        return open(key, config, Shedding.Room.USUAL);
    }

    static EdgeHouse open(SnapshotKey key, EdgeConfig config, Shedding.Room room) {
        return open(key, config, room, Clock.systemUTC());
    }

    static EdgeHouse open(SnapshotKey key, EdgeConfig config, Shedding.Room room, Clock clock) {
        Feed feed = new Feed(key);
        Queue<EdgeReport> reports = new ConcurrentLinkedQueue<>();
        Edge edge = Edge.start(
                config, feed, bytes -> reports.add(EdgeReport.decode(bytes)), clock, new SecureRandom(), room);
        return new EdgeHouse(key, feed, edge, reports);
    }

    static EdgeConfig config(Path directory, SnapshotKey key, int port) {
        return new EdgeConfig(
                directory, DOMAIN, "127.0.0.1", port, Base64.getEncoder().encodeToString(key.spki()), Set.of());
    }

    static EdgeConfig config(Path directory, SnapshotKey key, String... switchedOff) {
        Set<PromiseId> off =
                Set.copyOf(List.of(switchedOff).stream().map(PromiseId::new).toList());
        return config(directory, Base64.getEncoder().encodeToString(key.spki()), 0, off);
    }

    static EdgeConfig config(Path directory, String controlKey, int port, Set<PromiseId> off) {
        return new EdgeConfig(directory, DOMAIN, "127.0.0.1", port, controlKey, off);
    }

    /// Without a firewall, so that tests of other things need not wait for its rules.
    static Route serving(String host, int port) {
        return serving(host, port, Shield.NONE);
    }

    static Route serving(String host, int port, Shield shield) {
        return new Route(
                host,
                Optional.of(INSTANCE),
                Route.State.SERVING,
                List.of(new Upstream("127.0.0.1", port)),
                RouteRules.USUAL.with(shield));
    }

    static Route in(String host, Route.State state) {
        return new Route(host, Optional.of(INSTANCE), state, List.of());
    }

    /// Says a snapshot with a defence of its own and waits until it is in force.
    void apply(long version, Defence defence, Route... routes) {
        feed.say(version, defence, routes);
        until(() -> edge.snapshot() == version);
    }

    /// Says a snapshot and waits until it is in force.
    void apply(long version, Route... routes) {
        feed.say(version, routes);
        until(() -> edge.snapshot() == version);
    }

    /// Says a snapshot in which some are signed out, and waits until it is in force.
    void apply(long version, EndedPasses ended, Route... routes) {
        feed.say(version, ended, routes);
        until(() -> edge.snapshot() == version);
    }

    static void until(BooleanSupplier condition) {
        until(condition, 0);
    }

    /// @param requests that it takes; a loaded machine answers at least a few hundred a second
    static void until(BooleanSupplier condition, long requests) {
        long end = System.nanoTime() + PATIENCE.toNanos() + requests * 5_000_000;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true in " + PATIENCE);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    SSLContext trust() {
        return trust(edge.authorityPem());
    }

    static SSLContext trust(String pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry("root", Pem.certificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A verified TLS connection that asks for a host.
    SSLSocket connect(String sni) throws IOException {
        return connect(trust(), sni);
    }

    SSLSocket connect(SSLContext trust, String sni) throws IOException {
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", edge.port());
        // Else a small request waits 40 ms for the acknowledgement of the handshake's end.
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(READ_MILLIS);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(sni.isEmpty() ? List.of() : List.of(new SNIHostName(sni)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// A connection from another of this machine's addresses; all of 127/8 are.
    Caller call(String from, String host) throws IOException {
        return Caller.open(edge.target(host), InetAddress.ofLiteral(from), "http/1.1");
    }

    /// A connection without TLS to the edge's port.
    Socket plain() throws IOException {
        Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), edge.port());
        socket.setSoTimeout(READ_MILLIS);
        return socket;
    }

    /// Sends bytes over one connection and reads until the edge closes it, or an answer to `Connection: close` ends.
    Answer raw(String sni, String request) throws IOException {
        try (SSLSocket socket = connect(sni)) {
            socket.getOutputStream().write(request.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return Answer.read(socket.getInputStream());
        }
    }

    Answer get(String host, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return raw(host, request.append("Connection: close\r\n\r\n").toString());
    }

    @Override
    public void close() {
        edge.close();
    }
}
