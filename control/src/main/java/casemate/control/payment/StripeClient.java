package casemate.control.payment;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Speaks Stripe's REST: forms up, JSON down. A dozen calls of it are used, so there is no library.
final class StripeClient {
    private static final Logger LOG = LoggerFactory.getLogger(StripeClient.class);
    /// What the answers look like is fixed by this, whatever the account's own version.
    private static final String VERSION = "2025-03-31.basil";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// Stripe asks banks while we wait, and gives up after 80 s itself.
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final Duration LATER = Duration.ofSeconds(30);
    private static final int MAX_ANSWER = 4 << 20;
    private static final int FINE = 200;
    private static final int NO_KEY = 401;
    private static final int DECLINED = 402;
    private static final int FORBIDDEN = 403;
    private static final int UNKNOWN = 404;
    private static final int IN_USE = 409;
    private static final int TOO_MANY = 429;
    private static final int BROKEN = 500;
    private static final String ERROR = "error";

    private final URI server;
    private final Secret key;
    private final HttpClient client;

    StripeClient(URI server, Secret key) {
        this.server = server;
        this.key = key;
        this.client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }

    Json.Obj get(String path, Map<String, String> query) {
        String asked = query.isEmpty() ? path : path + "?" + form(query);
        return read(request(asked).GET());
    }

    /// @param idempotency the same for the same wish
    Json.Obj post(String path, Map<String, String> fields, String idempotency) {
        return read(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Idempotency-Key", idempotency)
                .POST(HttpRequest.BodyPublishers.ofString(form(fields))));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key.revealText())
                .header("Stripe-Version", VERSION);
    }

    private Json.Obj read(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> answer =
                    client.send(request.build(), BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
            int status = answer.statusCode();
            if (status >= BROKEN || status == TOO_MANY || status == IN_USE) {
                throw new IOException("answered " + status);
            }
            if (status == NO_KEY || status == FORBIDDEN) {
                LOG.error("the payment provider does not take our key; give a good one and start anew");
                throw new IOException("answered " + status);
            }
            Json.Obj said = Json.parseObject(answer.body(), MAX_ANSWER);
            if (status == FINE) {
                return said;
            }
            throw refused(status, said);
        } catch (IOException e) {
            throw new Unavailable("the payment provider does not answer", LATER, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("stopped while the payment provider was asked", LATER, e);
        }
    }

    /// Says no more of it than type and code: messages of Stripe's quote what was sent.
    private static RuntimeException refused(int status, Json.Obj said) {
        Json.Obj error = said.find(ERROR)
                .filter(Json.Obj.class::isInstance)
                .map(Json.Obj.class::cast)
                .orElseGet(() -> Json.object().build());
        if (status == DECLINED && error.find("payment_intent").isPresent()) {
            return new Declined(error.obj("payment_intent"));
        }
        if (status == UNKNOWN) {
            return Refusal.notFound("payment-unknown", "The payment provider knows no such thing.");
        }
        LOG.warn("the payment provider refused: {} {} {}", status, word(error, "type"), word(error, "code"));
        return Refusal.conflict("payment-refused", "The payment provider did not take this; try again later.");
    }

    private static String word(Json.Obj error, String name) {
        return error.find(name)
                .filter(Json.Text.class::isInstance)
                .map(t -> ((Json.Text) t).value())
                .filter(t -> t.matches("[a-z_]{1,60}"))
                .orElse("-");
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /// The bank said no; the payment that came to nothing is told.
    static final class Declined extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Json.Obj intent;

        Declined(Json.Obj intent) {
            super("declined");
            this.intent = intent;
        }

        Json.Obj intent() {
            return intent;
        }
    }
}
