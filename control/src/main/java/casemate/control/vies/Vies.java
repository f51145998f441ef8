package casemate.control.vies;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.account.VatRegister;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// VIES, by its REST interface (`POST check-vat-number`). It asks the country's own register, which is often away: no
/// answer in time is no opinion, and it is left alone for a while then.
final class Vies implements VatRegister {
    private static final System.Logger LOG = System.getLogger("casemate.control");
    private static final Duration CONNECT = Duration.ofSeconds(1);
    /// A person waits in front of a form.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private static final Duration PAUSE = Duration.ofSeconds(30);
    private static final int MAX_ANSWER_BYTES = 64 << 10;
    private static final int OK = 200;
    private static final int LETTERS = 2;

    /// Whose numbers it knows: the Union's, Greece as EL, and Northern Ireland's.
    private static final Set<String> COUNTRIES = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "XI");

    private final URI check;
    private final Clock clock;
    private final HttpClient client;
    private final AtomicReference<Instant> pausedUntil = new AtomicReference<>(Instant.MIN);

    /// @param server such as `https://ec.europa.eu/taxation_customs/vies/rest-api`
    Vies(URI server, Clock clock) {
        this.check = URI.create(server.toString().replaceFirst("/+$", "") + "/check-vat-number");
        this.clock = clock;
        this.client = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    }

    @Override
    public Word of(String number) {
        if (number.length() <= LETTERS
                || !COUNTRIES.contains(number.substring(0, LETTERS))
                || pausedUntil.get().isAfter(clock.instant())) {
            return Word.SILENT;
        }
        Json.Obj question = Json.object()
                .put("countryCode", number.substring(0, LETTERS))
                .put("vatNumber", number.substring(LETTERS))
                .build();
        HttpRequest request = HttpRequest.newBuilder(check)
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(question.canonical()))
                .build();
        try {
            HttpResponse<byte[]> answer =
                    client.send(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER_BYTES));
            if (answer.statusCode() != OK) {
                throw new IOException("answered " + answer.statusCode());
            }
            Json.Obj said = Json.parseObject(answer.body(), MAX_ANSWER_BYTES);
            // Where one country's register is away, there is no such member; the others may be asked.
            if (said.find("valid").isEmpty()) {
                return Word.SILENT;
            }
            return said.bool("valid") ? Word.KNOWN : Word.UNKNOWN;
        } catch (IOException | Refusal e) {
            pausedUntil.set(clock.instant().plus(PAUSE));
            LOG.log(System.Logger.Level.WARNING, "VIES has no opinion: {0}", e.toString());
            return Word.SILENT;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Word.SILENT;
        }
    }
}
