package casemate.edge;

import casemate.base.Refusal;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Shows the counts to a monitoring system on this machine: `GET /metrics` on a loopback address, never on the
/// visitors' side.
final class MetricsServer implements AutoCloseable {
    /// Prometheus asks one question at a time.
    private static final int BACKLOG = 4;

    private static final int OK = 200;
    private static final int NOT_HERE = 404;
    private static final long NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService one = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("edge-metrics").factory());

    private MetricsServer(HttpServer server) {
        this.server = server;
    }

    /// @param address a literal loopback address
    /// @param port 0 for any free one
    /// @throws Refusal when the address is not the loopback's, or the port is taken
    static MetricsServer open(String address, int port, Supplier<String> text) {
        InetAddress literal;
        try {
            literal = InetAddress.ofLiteral(address);
        } catch (IllegalArgumentException _) {
            throw Refusal.invalid("metrics-address", "The metrics' address must be a literal loopback address.");
        }
        if (!literal.isLoopbackAddress()) {
            throw Refusal.invalid("metrics-address", "The metrics are shown on a loopback address only: 127.0.0.1.");
        }
        try {
            MetricsServer opened = new MetricsServer(HttpServer.create(new InetSocketAddress(literal, port), BACKLOG));
            opened.server.setExecutor(opened.one);
            opened.server.createContext("/", exchange -> answer(exchange, text));
            opened.server.start();
            return opened;
        } catch (IOException e) {
            throw Refusal.conflict("metrics-port-taken", "Port " + port + " for the metrics is taken; choose another.");
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, Supplier<String> text) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals("/metrics")
                    || !exchange.getRequestMethod().equals("GET")
                    || !local(exchange.getRequestHeaders().getFirst("Host"))) {
                exchange.sendResponseHeaders(NOT_HERE, NO_BODY);
                return;
            }
            byte[] body = text.get().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(OK, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /// A web page elsewhere may point a name of its own at the loopback; its browser would send that name.
    private static boolean local(@Nullable String host) {
        return host != null && host.matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]{1,5})?");
    }

    @Override
    public void close() {
        server.stop(0);
        one.shutdownNow();
    }
}
