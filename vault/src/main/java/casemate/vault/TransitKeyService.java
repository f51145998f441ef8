package casemate.vault;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Root keys in the transit engine of HashiCorp Vault or OpenBao, which wraps and unwraps and never gives them away.
/// The key there is of type `aes256-gcm96`.
public final class TransitKeyService implements KeyService {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final int MOST_BYTES = 64 << 10;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern WRAPPED = Pattern.compile("vault:v([1-9][0-9]{0,8}):[A-Za-z0-9+/=]{1,1000}");
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;

    private final HttpClient http;
    private final URI engine;
    private final String key;
    private final Supplier<Secret> token;

    /// @param engine where the engine is mounted, such as `https://keys.example:8200/v1/transit/`
    /// @param key the root key's name there
    /// @param token asked for at each call, so that whoever renews it can change it
    /// @throws Refusal `key-service-malformed` for an address without TLS that is not of this machine
    public TransitKeyService(HttpClient.Builder http, URI engine, String key, Supplier<Secret> token) {
        boolean here = "127.0.0.1".equals(engine.getHost()) || "localhost".equals(engine.getHost());
        boolean safe = "https".equals(engine.getScheme()) || ("http".equals(engine.getScheme()) && here);
        if (!safe || !engine.getPath().endsWith("/") || !NAME.matcher(key).matches()) {
            throw Refusal.invalid(
                    "key-service-malformed",
                    "A key service is given as https://HOST/v1/MOUNT/ and a key's name; correct it.");
        }
        this.http = http.connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        this.engine = engine;
        this.key = key;
        this.token = token;
    }

    @Override
    public String name() {
        return "transit at " + engine.getHost();
    }

    @Override
    public byte[] wrap(Secret clear, byte[] bound) {
        Json.Obj answer = post(
                "encrypt/",
                Json.object()
                        .put("plaintext", base64(clear.reveal()))
                        .put("associated_data", base64(bound))
                        .build());
        String wrapped = answer.obj("data").text("ciphertext");
        version(wrapped);
        return wrapped.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Secret unwrap(byte[] wrapped, byte[] bound) {
        String text = new String(wrapped, StandardCharsets.UTF_8);
        version(text);
        Json.Obj answer = post(
                "decrypt/",
                Json.object()
                        .put("ciphertext", text)
                        .put("associated_data", base64(bound))
                        .build());
        return Secret.of(Base64.getDecoder().decode(answer.obj("data").text("plaintext")));
    }

    @Override
    public boolean made(byte[] wrapped) {
        return WRAPPED.matcher(new String(wrapped, StandardCharsets.UTF_8)).matches();
    }

    @Override
    public boolean outdated(byte[] wrapped) {
        HttpRequest.Builder ask =
                HttpRequest.newBuilder(engine.resolve("keys/" + key)).GET();
        long newest = send(ask).obj("data").integer("latest_version");
        return version(new String(wrapped, StandardCharsets.UTF_8)) < newest;
    }

    @Override
    public void rotate() {
        HttpRequest.Builder ask = HttpRequest.newBuilder(engine.resolve("keys/" + key + "/rotate"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
        send(ask);
    }

    private Json.Obj post(String act, Json.Obj body) {
        return send(HttpRequest.newBuilder(engine.resolve(act + key))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.canonical())));
    }

    private Json.Obj send(HttpRequest.Builder request) {
        HttpRequest asked = request.timeout(ANSWER)
                .header("X-Vault-Token", token.get().revealText())
                .header("X-Vault-Request", "true")
                .header("Content-Type", "application/json")
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(
                    asked, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (IOException e) {
            throw new Unavailable("The key service does not answer.", RETRY, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The key service was not waited for.", RETRY, e);
        }
        return switch (answer.statusCode()) {
            case OK -> Json.parseObject(answer.body(), MOST_BYTES);
            case NO_CONTENT -> Json.object().build();
            // What it says may hold what we sent.
            case BAD_REQUEST -> throw new IllegalStateException("the key service refuses what it is shown");
            case FORBIDDEN ->
                throw new Unavailable("The key service refuses our token.", RETRY, new IOException("403"));
            default ->
                throw new Unavailable(
                        "The key service cannot answer now.", RETRY, new IOException("status " + answer.statusCode()));
        };
    }

    private static int version(String wrapped) {
        Matcher form = WRAPPED.matcher(wrapped);
        if (!form.matches()) {
            throw new IllegalStateException("not wrapped by a transit engine");
        }
        return Integer.parseInt(form.group(1));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
