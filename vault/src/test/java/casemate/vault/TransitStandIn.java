package casemate.vault;

import casemate.base.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;

/// Answers as the transit engine's documentation says: encrypt, decrypt, read and rotate one key, for one token.
final class TransitStandIn implements AutoCloseable {
    private static final int MOST = 1 << 20;
    private final HttpServer server;
    private final String token;
    private final SecureRandom chance = new SecureRandom();
    private final AesGcm cipher = new AesGcm(chance);
    private final List<SecretKeySpec> keys = new ArrayList<>();
    private volatile int status = 200;
    private volatile boolean much;

    TransitStandIn(String token) throws IOException {
        this.token = token;
        rotate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/transit/");
    }

    void answerWith(int wanted) {
        status = wanted;
    }

    void answerWithMuch() {
        much = true;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private synchronized void rotate() {
        byte[] key = new byte[32];
        chance.nextBytes(key);
        keys.add(new SecretKeySpec(key, "AES"));
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!token.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"))) {
                send(exchange, 403, "{\"errors\":[\"permission denied\"]}");
            } else if (status != 200) {
                send(exchange, status, "{\"errors\":[]}");
            } else if (much) {
                send(exchange, 200, "{\"data\":\"" + "x".repeat(MOST) + "\"}");
            } else {
                act(exchange, body);
            }
        }
    }

    private void act(HttpExchange exchange, byte[] body) throws IOException {
        switch (exchange.getRequestURI().getPath().substring("/v1/transit/".length())) {
            case "encrypt/casemate" -> {
                Json.Obj asked = Json.parseObject(body, MOST);
                byte[] sealed = cipher.seal(
                        keys.getLast(), new byte[0], bytes(asked, "associated_data"), bytes(asked, "plaintext"));
                data(exchange, "ciphertext", Json.of("vault:v" + keys.size() + ":" + base64(sealed)));
            }
            case "decrypt/casemate" -> decrypt(exchange, Json.parseObject(body, MOST));
            case "keys/casemate" -> data(exchange, "latest_version", Json.of((long) keys.size()));
            case "keys/casemate/rotate" -> {
                rotate();
                exchange.sendResponseHeaders(204, -1);
            }
            default -> send(exchange, 404, "{\"errors\":[]}");
        }
    }

    private void decrypt(HttpExchange exchange, Json.Obj asked) throws IOException {
        String[] parts = asked.text("ciphertext").split(":", 3);
        int version = Integer.parseInt(parts[1].substring(1));
        try {
            byte[] clear = cipher.open(
                    keys.get(version - 1),
                    0,
                    bytes(asked, "associated_data"),
                    Base64.getDecoder().decode(parts[2]));
            data(exchange, "plaintext", Json.of(base64(clear)));
        } catch (IllegalStateException | IllegalArgumentException _) {
            send(exchange, 400, "{\"errors\":[\"cipher: message authentication failed\"]}");
        }
    }

    private static void data(HttpExchange exchange, String name, Json value) throws IOException {
        Json.Obj whole = Json.object()
                .put("request_id", "1")
                .put("data", Json.object().put(name, value).build())
                .build();
        send(exchange, 200, whole.text());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/");
        }
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static byte[] bytes(Json.Obj from, String name) {
        return Base64.getDecoder().decode(from.text(name));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
