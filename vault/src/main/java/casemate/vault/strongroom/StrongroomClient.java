package casemate.vault.strongroom;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The live server's way to a strongroom.
public final class StrongroomClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int MOST_BYTES = 256 << 10;
    private static final int OK = 200;
    private static final int DONE = 204;
    private static final int FORBIDDEN = 403;

    private static final Map<String, String> WHY = Map.of(
            "second_use",
            "was used before: if that was not you, somebody else has what it opened, and everything in the"
                    + " strongroom is to be changed",
            "expired",
            "has run out",
            "unknown",
            "is not one of that strongroom");

    private final HttpClient http;
    private final URI address;

    /// @param address such as `https://strongroom.example:8443/`
    /// @param pin of its key, as `casemate strongroom serve` prints it
    /// @throws Refusal `strongroom-malformed`
    public StrongroomClient(URI address, String pin) {
        if (!"https".equals(address.getScheme()) || address.getHost() == null || !"/".equals(address.getPath())) {
            throw Refusal.invalid("strongroom-malformed", "A strongroom is given as https://HOST:PORT/ .");
        }
        this.address = address;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .sslContext(PinnedKey.context(pin))
                .build();
    }

    /// What one deployment gets, sealed.
    ///
    /// @param session opens the other doors until the next deployment
    /// @param passwords empty at the first deployment
    /// @param gateways empty when nobody put any there
    public record Fetched(Secret session, Secret passwords, Secret gateways) {}

    /// Uses the token up.
    ///
    /// @throws Refusal `secrets-token-refused`
    /// @throws Unavailable when there is no answer; the token may be used up by then
    public Fetched fetch(Secret token) {
        Json.Obj answer = json(ask(Strongroom.FETCH, token).POST(HttpRequest.BodyPublishers.noBody()));
        return new Fetched(Secret.of(answer.text("session")), bytes(answer, "passwords"), bytes(answer, "gateways"));
    }

    /// Kept there, on its disk, when this returns.
    public void put(Secret session, byte[] sealed) {
        send(ask(Strongroom.PASSWORDS, session).PUT(HttpRequest.BodyPublishers.ofByteArray(sealed)), DONE);
    }

    /// Those after a number, the oldest first; a hundred at most.
    public List<Alarm> alarms(Secret session, long after) {
        return json(ask(Strongroom.ALARMS + "?after=" + after, session).GET()).list("alarms", Alarm::of);
    }

    /// A token for a drill: used by [#tryDrill], it opens a word, once.
    public Secret drillToken(Secret session) {
        return Secret.of(json(ask(Strongroom.DRILL, session).POST(HttpRequest.BodyPublishers.noBody()))
                .text("token"));
    }

    /// @return whether it opened; empty when something else answered
    public Optional<Boolean> tryDrill(Secret token) {
        try {
            Json.Obj answer = json(ask(Strongroom.FETCH, token).POST(HttpRequest.BodyPublishers.noBody()));
            return answer.find("drill").isPresent() && answer.text("drill").equals(Strongroom.DRILL_WORD)
                    ? Optional.of(true)
                    : Optional.empty();
        } catch (Refusal e) {
            return e.code().equals("secrets-token-refused") ? Optional.of(false) : Optional.empty();
        }
    }

    /// How alarms call a token.
    public static String name(Secret token) {
        return OneTimeTokens.name(token);
    }

    @Override
    public void close() {
        http.close();
    }

    private static Secret bytes(Json.Obj answer, String name) {
        return Secret.of(Base64.getDecoder().decode(answer.text(name)));
    }

    private HttpRequest.Builder ask(String path, Secret bearer) {
        return HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + bearer.revealText());
    }

    private Json.Obj json(HttpRequest.Builder request) {
        return Json.parseObject(send(request, OK), MOST_BYTES);
    }

    private byte[] send(HttpRequest.Builder request, int good) {
        HttpResponse<byte[]> answer;
        try {
            answer = http.send(
                    request.timeout(ANSWER).build(),
                    HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        } catch (IOException e) {
            throw new Unavailable("The strongroom at " + address + " does not answer", RETRY, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("The strongroom was not waited for", RETRY, e);
        }
        if (answer.statusCode() == good) {
            return answer.body();
        }
        if (answer.statusCode() == FORBIDDEN) {
            throw refused(answer.body());
        }
        throw new Unavailable(
                "The strongroom at " + address + " cannot answer now",
                RETRY,
                new IOException("status " + answer.statusCode()));
    }

    private static Refusal refused(byte[] body) {
        String why = Json.parseObject(body, MOST_BYTES).text("refused");
        if (why.equals("session")) {
            return Refusal.conflict(
                    "secrets-session-over",
                    "A newer deployment has fetched from the strongroom; this one is to be stopped.");
        }
        return Refusal.forbidden(
                "secrets-token-refused",
                "The strongroom refuses the token: it " + WHY.getOrDefault(why, "opens nothing")
                        + ". Make another there: casemate strongroom token.");
    }
}
