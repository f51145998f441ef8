package casemate.trust;

import casemate.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/// The page of an [ExampleLedger], asked over a real socket.
final class Site implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Trust trust;
    private final HttpClient client = HttpClient.newHttpClient();

    Site(ExampleLedger ledger, MovedClock clock) {
        this.trust = Trust.start(new TrustConfig(
                ledger.directory(),
                ledger.key(),
                List.of(),
                URI.create("https://trust.example.com"),
                0,
                clock,
                Duration.ofMillis(10)));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + trust.port() + path);
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return send(HttpRequest.newBuilder(uri(path)), headers);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request, String... headers) {
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String path, String... headers) {
        return new String(get(path, headers).body(), StandardCharsets.UTF_8);
    }

    Json.Obj json(String path) {
        byte[] body = get(path).body();
        return Json.parseObject(body, body.length);
    }

    /// Asks again until the answer is as expected: the page follows the ledger in its own time.
    HttpResponse<byte[]> await(String path, Predicate<HttpResponse<byte[]>> expected) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<byte[]> answer = get(path);
        while (!expected.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "still " + answer.statusCode() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
            }
            Thread.onSpinWait();
            answer = get(path);
        }
        return answer;
    }

    /// Waits until the page shows this many entries.
    void awaitSize(long size) {
        await(
                "/ledger.json",
                answer -> answer.statusCode() == 200
                        && Json.parseObject(answer.body(), answer.body().length)
                                        .obj("ledger")
                                        .integer("size")
                                == size);
    }

    @Override
    public void close() {
        client.close();
        trust.close();
    }
}
