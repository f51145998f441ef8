package casemate.control.payment;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What somebody does at the test provider's page.
final class HostedPage {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI page;

    HostedPage(URI page) {
        this.page = page;
    }

    HttpResponse<String> look() {
        return send(HttpRequest.newBuilder(page).GET());
    }

    HttpResponse<String> type(String number) {
        return post("number=" + URLEncoder.encode(number, StandardCharsets.UTF_8) + "&agree=yes");
    }

    HttpResponse<String> confirm(String number) {
        return post("number=" + number + "&confirmed=yes");
    }

    private HttpResponse<String> post(String form) {
        return send(HttpRequest.newBuilder(page)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
