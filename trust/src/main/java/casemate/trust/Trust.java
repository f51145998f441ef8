package casemate.trust;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The running trust page: follows the ledger and answers over HTTP on the loopback interface, behind the edge.
public final class Trust implements AutoCloseable {
    /// Connections that wait to be taken up.
    private static final int BACKLOG = 128;

    private final HttpServer server;
    private final ExecutorService workers;
    private final Thread following;

    private Trust(HttpServer server, ExecutorService workers, Thread following) {
        this.server = server;
        this.workers = workers;
        this.following = following;
    }

    /// Starts at once; until the ledger is read, the page says so.
    ///
    /// @throws UncheckedIOException when the port is in use
    public static Trust start(TrustConfig config) {
        Follower follower = new Follower(config);
        Assets assets = new Assets();
        Shelf shelf = new Shelf(new Pages(config, assets.stylePath()), follower::sight, config.clock());
        HttpServer server = bind(config.port());
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
        server.setExecutor(workers);
        server.createContext("/", new TrustRoutes(shelf, assets, new LedgerFiles(config.ledger()), config.clock()));
        server.start();
        Thread following = Thread.ofVirtual().name("trust-follower").start(() -> follow(follower, config));
        return new Trust(server, workers, following);
    }

    /// The port on the loopback interface.
    public int port() {
        return server.getAddress().getPort();
    }

    /// Stops at once: whoever reads asks again.
    @Override
    public void close() {
        following.interrupt();
        server.stop(0);
        workers.shutdownNow();
    }

    private static HttpServer bind(int port) {
        // The JDK's server writes head and body apart; without this, a page over 8 KB waits 40 ms for an
        // acknowledgement in between. It is read once, when the first server of the process is made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        } catch (IOException e) {
            throw new UncheckedIOException("the trust page cannot listen on port " + port + "; is it in use?", e);
        }
    }

    private static void follow(Follower follower, TrustConfig config) {
        try {
            while (true) {
                follower.turn();
                Thread.sleep(config.poll());
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }
}
