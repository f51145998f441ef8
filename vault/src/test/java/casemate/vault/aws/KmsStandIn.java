package casemate.vault.aws;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Answers as KMS's API reference says, for one key, to whoever signs as [SignatureCheck] wants it.
final class KmsStandIn implements AutoCloseable {
    static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private static final int MOST = 1 << 20;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    /// What it says instead of answering: a status, and an error's name.
    record Wrong(int status, String type) {}

    private final HttpServer server;
    private final SignatureCheck check;
    private final SecureRandom chance = new SecureRandom();
    private final List<SecretKeySpec> keys = new ArrayList<>();
    private final Deque<Wrong> next = new ArrayDeque<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<String> contexts = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean down;
    private volatile boolean much;
    private volatile String state = "Enabled";

    KmsStandIn(SignatureCheck check) throws IOException {
        this.check = check;
        rotate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    void down(boolean wanted) {
        down = wanted;
    }

    void answerWithMuch() {
        much = true;
    }

    /// As KMS spells it, such as `Disabled`.
    void state(String wanted) {
        state = wanted;
    }

    /// The next answers are these, one each.
    synchronized void next(Wrong... wrongs) {
        Collections.addAll(next, wrongs);
    }

    /// Acts that came, also those that were turned away.
    List<String> asked() {
        return asked;
    }

    /// Encryption contexts that came.
    List<String> contexts() {
        return contexts;
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
            String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            String act = target.substring("TrentService.".length());
            asked.add(act);
            Wrong wrong = next.poll();
            String refused = check.refusal(exchange, body);
            if (down) {
                send(exchange, 503, "<html>down</html>");
            } else if (wrong != null) {
                error(exchange, wrong.status, wrong.type);
            } else if (!refused.isEmpty()) {
                error(exchange, 400, refused);
            } else if (much) {
                send(exchange, 200, "{\"CiphertextBlob\":\"" + "x".repeat(MOST) + "\"}");
            } else {
                act(exchange, act, Json.parseObject(body, MOST));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private void act(HttpExchange exchange, String act, Json.Obj body) throws IOException, GeneralSecurityException {
        if (!body.text("KeyId").equals(KEY)) {
            error(exchange, 400, "NotFoundException");
            return;
        }
        if (!act.equals("DescribeKey") && !state.equals("Enabled")) {
            error(exchange, 400, state.equals("Disabled") ? "DisabledException" : "KMSInvalidStateException");
            return;
        }
        switch (act) {
            case "Encrypt" -> {
                byte[] nonce = new byte[NONCE];
                chance.nextBytes(nonce);
                byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.size() - 1, nonce, body)
                        .doFinal(Base64.getDecoder().decode(body.text("Plaintext")));
                byte[] whole = new byte[1 + NONCE + sealed.length];
                whole[0] = (byte) (keys.size() - 1);
                System.arraycopy(nonce, 0, whole, 1, NONCE);
                System.arraycopy(sealed, 0, whole, 1 + NONCE, sealed.length);
                data(exchange, "CiphertextBlob", Base64.getEncoder().encodeToString(whole));
            }
            case "Decrypt" -> decrypt(exchange, body);
            case "RotateKeyOnDemand" -> {
                rotate();
                data(exchange, "KeyId", KEY);
            }
            case "ListKeyRotations" ->
                send(
                        exchange,
                        200,
                        Json.object()
                                .put(
                                        "Rotations",
                                        Json.array(
                                                keys.subList(1, keys.size()),
                                                k -> Json.object()
                                                        .put("KeyId", KEY)
                                                        .build()))
                                .put("Truncated", false)
                                .build()
                                .text());
            case "DescribeKey" ->
                send(exchange, 200, "{\"KeyMetadata\":{\"KeyState\":\"" + state + "\",\"DeletionDate\":1.8E9}}");
            default -> error(exchange, 400, "UnknownOperationException");
        }
    }

    private void decrypt(HttpExchange exchange, Json.Obj body) throws IOException {
        try {
            byte[] whole = Base64.getDecoder().decode(body.text("CiphertextBlob"));
            byte[] nonce = Arrays.copyOfRange(whole, 1, 1 + NONCE);
            byte[] clear = cipher(Cipher.DECRYPT_MODE, whole[0], nonce, body)
                    .doFinal(whole, 1 + NONCE, whole.length - 1 - NONCE);
            data(exchange, "Plaintext", Base64.getEncoder().encodeToString(clear));
        } catch (GeneralSecurityException | IllegalArgumentException | IndexOutOfBoundsException _) {
            error(exchange, 400, "InvalidCiphertextException");
        }
    }

    private Cipher cipher(int mode, int key, byte[] nonce, Json.Obj body) throws GeneralSecurityException {
        String context = body.obj("EncryptionContext").text();
        contexts.add(context);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(key), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static void data(HttpExchange exchange, String name, String value) throws IOException {
        send(
                exchange,
                200,
                Json.object().put(name, value).put("KeyId2", KEY).build().text());
    }

    private static void error(HttpExchange exchange, int status, String type) throws IOException {
        String whole = "com.amazonaws.kms#" + type;
        send(
                exchange,
                status,
                Json.object()
                        .put("__type", type.isEmpty() ? "" : whole)
                        .put("message", "arn:aws:kms:… secret words")
                        .build()
                        .text());
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
