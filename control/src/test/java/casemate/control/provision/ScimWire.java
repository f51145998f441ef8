package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A directory at the other end of a real socket: sends what it is told, as it is told, and counts.
final class ScimWire {
    private static final int MAX_BYTES = 32 << 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger sent = new AtomicInteger();
    private final int port;
    private final String token;

    ScimWire(int port, String token) {
        this.port = port;
        this.token = token;
    }

    record Answer(int status, HttpResponse<byte[]> response) {
        Json.Obj json() {
            return Json.parseObject(response.body(), MAX_BYTES);
        }

        String id() {
            return json().text("id");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        List<Json.Obj> resources() {
            return json().list("Resources", r -> (Json.Obj) r);
        }

        Answer is(int expected) {
            assertThat(status)
                    .as(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo(expected);
            return this;
        }
    }

    int sent() {
        return sent.get();
    }

    Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    Answer find(String resources, String filter) {
        return get(resources + "?filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8));
    }

    Answer post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    Answer put(String path, String body, String... headers) {
        return send("PUT", path, body, headers);
    }

    Answer patch(String path, String operations, String... headers) {
        return send(
                "PATCH",
                path,
                "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:PatchOp\"],\"Operations\":" + operations + "}",
                headers);
    }

    Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    Answer send(String method, String path, String body, String... headers) {
        sent.incrementAndGet();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/scim/v2" + path))
                .timeout(Duration.ofSeconds(30))
                .header("Host", "portal.casemate.localhost")
                .header("X-Forwarded-For", "192.0.2.9")
                .header("Content-Type", "application/scim+json")
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
