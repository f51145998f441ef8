package casemate.control.testpayment;

import casemate.base.Json;
import casemate.base.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Brings events to the platform, signed as Stripe signs: `t=SECONDS,v1=HMAC-SHA256(t.body)`. What does not arrive is
/// brought again, later and later, for three days.
final class Deliveries {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    private static final int MOST_TRIES = 16;
    private static final int MOST_DOUBLINGS = 11;
    private static final int FINE = 200;
    private static final String DUE = "due";
    private static final String LEFT = "pending_webhooks";

    private final Secret secret;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final AtomicReference<@Nullable URI> target = new AtomicReference<>();

    Deliveries(Secret secret) {
        this.secret = secret;
    }

    void to(URI webhook) {
        target.set(webhook);
    }

    /// Those that are to be brought now.
    static List<Json.Obj> due(Books books) {
        long now = books.now().getEpochSecond();
        return books.all(Books.EVENT).stream()
                .filter(e -> e.integer(LEFT) > 0 && e.integer(DUE) <= now)
                .toList();
    }

    /// @return whether it was taken; not, as long as nobody said where to bring it
    boolean bring(Json.Obj event, Instant now) {
        URI webhook = target.get();
        if (webhook == null) {
            return false;
        }
        byte[] body = event.canonical();
        HttpRequest request = HttpRequest.newBuilder(webhook)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Stripe-Signature", sign(body, now))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == FINE;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// What came of it.
    static void note(Books books, Json.Obj event, boolean taken) {
        long tries = event.integer("tries") + 1;
        long pause = FIRST_PAUSE.toSeconds() << Math.min(tries, MOST_DOUBLINGS);
        boolean over = taken || tries >= MOST_TRIES;
        books.change(
                event,
                Map.of(
                        "tries",
                        Json.of(tries),
                        LEFT,
                        Json.of(over ? 0 : 1),
                        DUE,
                        Json.of(books.now().getEpochSecond() + pause)));
    }

    String sign(byte[] body, Instant now) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.reveal(), "HmacSHA256"));
            mac.update((now.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
            return "t=" + now.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA256", e);
        }
    }
}
