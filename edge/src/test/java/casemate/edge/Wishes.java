package casemate.edge;

import casemate.base.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Gives an authority that has none of its own a say about renewals (RFC 9773): hands on its directory with one more
/// entry.
final class Wishes implements AutoCloseable {
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Instant wish = Instant.now().plus(Duration.ofDays(300));

    Wishes(Pebble pebble) throws IOException, InterruptedException {
        Json.Obj says = pebble.says();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        String own = "http://127.0.0.1:" + server.getAddress().getPort();
        Json.Builder directory = Json.object().put("renewalInfo", own + "/ari");
        for (String entry : List.of("newAccount", "newNonce", "newOrder", "revokeCert", "keyChange")) {
            directory.put(entry, says.text(entry));
        }
        byte[] said = directory.build().canonical();
        server.createContext("/dir", exchange -> answer(exchange, said));
        server.createContext("/ari/", exchange -> {
            asked.add(exchange.getRequestURI().getPath());
            String window =
                    "{\"suggestedWindow\":{\"start\":\"" + wish + "\",\"end\":\"" + wish.plusSeconds(1) + "\"}}";
            answer(exchange, window.getBytes(StandardCharsets.US_ASCII));
        });
        server.start();
    }

    URI directory() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/dir");
    }

    List<String> asked() {
        return asked;
    }

    /// From now on everything should have been renewed an hour ago.
    void now() {
        wish = Instant.now().minus(Duration.ofHours(1));
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
