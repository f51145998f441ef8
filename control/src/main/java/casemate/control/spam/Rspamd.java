package casemate.control.spam;

import casemate.base.Json;
import casemate.base.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// The operator's own rspamd, asked over HTTP (its `/checkv2`). No answer in time is no opinion, and it is left alone
/// for a while then.
final class Rspamd {
    private static final System.Logger LOG = System.getLogger("casemate.control");
    private static final Duration CONNECT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofMillis(1_500);
    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 256 << 10;
    private static final int OK = 200;

    private final URI check;
    private final Clock clock;
    private final HttpClient client;
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

    Rspamd(URI server, Clock clock) {
        this.check = server.resolve("/checkv2");
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    /// Its action, such as `no action`, `add header` or `reject`; empty when it does not tell.
    ///
    /// @param message a whole letter, for that is what it judges
    Optional<String> action(String message, String ip, String from) {
        if (pausedUntil.get().isAfter(clock.instant())) {
            return Optional.empty();
        }
        HttpRequest request = HttpRequest.newBuilder(check)
                .timeout(PATIENCE)
                .header("IP", ip)
                .header("From", from)
                .header("Rcpt", FormLetter.TO)
                // People at home are no mail servers: their addresses are not to be judged as such.
                .header("User", "forms")
                .POST(HttpRequest.BodyPublishers.ofString(message, StandardCharsets.UTF_8))
                .build();
        try {
            HttpResponse<byte[]> answer =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            if (answer.statusCode() != OK) {
                throw new IOException("answered " + answer.statusCode());
            }
            return Optional.of(Json.parseObject(answer.body(), MAX_ANSWER_BYTES).text("action"));
        } catch (IOException | Refusal e) {
            pausedUntil.set(clock.instant().plus(PAUSE));
            LOG.log(System.Logger.Level.WARNING, "rspamd has no opinion: {0}", e.toString());
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
