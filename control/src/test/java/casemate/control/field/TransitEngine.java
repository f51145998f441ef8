package casemate.control.field;

import casemate.base.Json;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Wraps and unwraps as a transit engine does, with one key, while it is not switched off.
final class TransitEngine implements AutoCloseable {
    private static final int MOST = 1 << 16;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom chance = new SecureRandom();
    private final SecretKeySpec key;
    private final HttpServer server;
    private final AtomicLong unwrapped = new AtomicLong();
    private volatile boolean down;

    TransitEngine() throws IOException {
        byte[] bytes = new byte[32];
        chance.nextBytes(bytes);
        key = new SecretKeySpec(bytes, "AES");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/transit/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/transit/");
    }

    void down(boolean wanted) {
        down = wanted;
    }

    /// How often somebody asked for a key.
    long unwrapped() {
        return unwrapped.get();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (down) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            byte[] answer = Json.object()
                    .put("data", data(exchange.getRequestURI().getPath(), body))
                    .build()
                    .canonical();
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (GeneralSecurityException e) {
            exchange.sendResponseHeaders(400, -1);
        }
    }

    private Json.Obj data(String path, byte[] body) throws GeneralSecurityException {
        if (path.contains("/keys/")) {
            return Json.object().put("latest_version", 1).build();
        }
        Json.Obj asked = Json.parseObject(body, MOST);
        byte[] bound = Base64.getDecoder().decode(asked.text("associated_data"));
        if (path.contains("/encrypt/")) {
            byte[] nonce = new byte[NONCE];
            chance.nextBytes(nonce);
            byte[] wrapped = cipher(Cipher.ENCRYPT_MODE, nonce, bound)
                    .doFinal(Base64.getDecoder().decode(asked.text("plaintext")));
            byte[] whole = Arrays.copyOf(nonce, NONCE + wrapped.length);
            System.arraycopy(wrapped, 0, whole, NONCE, wrapped.length);
            return Json.object()
                    .put("ciphertext", "vault:v1:" + Base64.getEncoder().encodeToString(whole))
                    .build();
        }
        unwrapped.incrementAndGet();
        byte[] whole = Base64.getDecoder()
                .decode(asked.text("ciphertext").substring("vault:v1:".length()).getBytes(StandardCharsets.US_ASCII));
        byte[] clear = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE), bound)
                .doFinal(whole, NONCE, whole.length - NONCE);
        return Json.object()
                .put("plaintext", Base64.getEncoder().encodeToString(clear))
                .build();
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound);
        return cipher;
    }
}
