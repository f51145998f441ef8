package casemate.app;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/// The command line's side of control's API: refusals come back as refusals.
final class PlatformApi implements AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /// One answer; a run of all drills streams its lines for longer.
    private static final Duration ANSWER_LIMIT = Duration.ofMinutes(10);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_BYTES = 8 << 20;
    private static final int SUCCESS = 200;
    private static final int FIRST_FAILURE = 300;
    private static final int SERVER_FAILURE = 500;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    private final ApiFile.Access access;

    private PlatformApi(ApiFile.Access access) {
        this.access = access;
    }

    /// @throws Refusal when no platform runs on that directory
    static PlatformApi of(Path data) throws IOException {
        return new PlatformApi(ApiFile.read(data));
    }

    Json.Obj get(String path) throws InterruptedException {
        return answer(request(path).GET().build());
    }

    Json.Obj post(String path, Json body) throws InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.canonical()))
                .build());
    }

    /// Sends a wish and hands on each line of the answer as soon as it comes.
    void stream(String path, Json body, Consumer<Json.Obj> line) throws InterruptedException {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.canonical()))
                .build();
        try (InputStream in = send(request);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line.accept(Json.parseObject(text.getBytes(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
            }
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Json.Obj answer(HttpRequest request) throws InterruptedException {
        try (InputStream in = send(request)) {
            return Json.parseObject(in.readNBytes(MAX_ANSWER_BYTES + 1), MAX_ANSWER_BYTES);
        } catch (IOException e) {
            throw unavailable(e);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(access.url() + path))
                .timeout(ANSWER_LIMIT)
                .header("Authorization", "Bearer " + access.token().revealText());
    }

    private InputStream send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() >= SUCCESS && response.statusCode() < FIRST_FAILURE) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw problem(response.statusCode(), body.readNBytes(MAX_ANSWER_BYTES));
        }
    }

    /// RFC 9457: `detail` is for the caller.
    private static RuntimeException problem(int status, byte[] body) {
        String detail;
        try {
            detail = Json.parseObject(body, MAX_ANSWER_BYTES).text("detail");
        } catch (Refusal _) {
            detail = "The platform answered " + status + ".";
        }
        return status >= SERVER_FAILURE
                ? new Unavailable(detail, RETRY, new IOException("status " + status))
                : Refusal.invalid("refused", detail);
    }

    private static RuntimeException unavailable(IOException e) {
        return new Unavailable(
                e instanceof ConnectException
                        ? "The platform does not answer: it is starting, or was killed; start it with casemate up"
                        : "The platform does not answer as it should (" + e.getMessage() + ")",
                RETRY,
                e);
    }
}
