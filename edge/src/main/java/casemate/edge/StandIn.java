package casemate.edge;

import casemate.wire.Upstream;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A drill's own application behind an edge, on a free port of the loopback: says its name to whoever gets
/// through, says 404 below `/missing`, and counts.
final class StandIn implements AutoCloseable {
    private static final int BACKLOG = 256;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger served = new AtomicInteger();

    private StandIn(HttpServer server) {
        this.server = server;
    }

    /// @param name what it answers with
    static StandIn open(String name) throws IOException {
        return open(name, 0);
    }

    /// @param port where; 0 for any free one
    static StandIn open(String name, int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        StandIn made = new StandIn(server);
        byte[] body = name.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            made.served.incrementAndGet();
            exchange.getRequestBody().transferTo(java.io.OutputStream.nullOutputStream());
            boolean missing = exchange.getRequestURI().getPath().startsWith("/missing");
            exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
            exchange.sendResponseHeaders(missing ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(made.workers);
        server.start();
        return made;
    }

    Upstream upstream() {
        return new Upstream("127.0.0.1", server.getAddress().getPort());
    }

    /// Requests that got through.
    int served() {
        return served.get();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }
}
