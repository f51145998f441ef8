package casemate.edge;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers with the edge's own pages, made once at the start: no script, nothing from elsewhere, and a policy that says
/// so to the browser.
final class Pages {
    static final List<String> LANGUAGES = List.of("en", "fr", "pl");
    /// When a page of a starting instance asks again.
    private static final String STARTING_SECONDS = "3";
    /// When a page of another trouble suggests to come back.
    private static final String LATER_SECONDS = "60";

    private final Map<Page, Map<String, Buffer>> made = new EnumMap<>(Page.class);
    private final String contentSecurityPolicy;

    Pages() {
        String style = PageStyle.CSS;
        this.contentSecurityPolicy = "default-src 'none'; style-src 'sha256-" + hash(style)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        for (Page page : Page.values()) {
            Map<String, Buffer> each = new LinkedHashMap<>();
            LANGUAGES.forEach(language -> each.put(language, Buffer.buffer(html(page, language, style))));
            made.put(page, each);
        }
    }

    /// Sends a page in the visitor's language. Nothing of the request's body is read.
    void send(HttpServerRequest request, Page page) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            response.reset();
            return;
        }
        String language = language(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE));
        Buffer body = java.util.Objects.requireNonNull(
                java.util.Objects.requireNonNull(made.get(page)).get(language));
        response.setStatusCode(page.status())
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("Content-Length", String.valueOf(body.length()))
                .putHeader("Content-Language", language)
                .putHeader("Vary", "Accept-Language")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Security-Policy", contentSecurityPolicy)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer");
        again(response, page);
        if (HttpMethod.HEAD.equals(request.method())) {
            response.end();
        } else {
            response.end(body);
        }
    }

    private static void again(HttpServerResponse response, Page page) {
        switch (page) {
            case STARTING -> response.putHeader("Retry-After", STARTING_SECONDS).putHeader("Refresh", STARTING_SECONDS);
            case SUSPENDED, STOPPED, UNREACHABLE, TOO_SLOW -> response.putHeader("Retry-After", LATER_SECONDS);
            case REFUSED_METHOD -> response.putHeader("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
            case UNKNOWN, MISDIRECTED, MALFORMED -> {}
        }
    }

    /// The first of our languages that the visitor names, by weight; English when none.
    static String language(@Nullable String accepted) {
        String best = "en";
        double weight = 0;
        if (accepted == null) {
            return best;
        }
        for (String range : accepted.split(",", MAX_RANGES)) {
            String[] parts = range.strip().split(";", 2);
            String primary = HostNames.lower(parts[0].strip()).split("-", 2)[0];
            double quality = parts.length < 2 ? 1 : quality(parts[1].strip());
            if (LANGUAGES.contains(primary) && quality > weight) {
                best = primary;
                weight = quality;
            }
        }
        return best;
    }

    /// Browsers send fewer than ten.
    private static final int MAX_RANGES = 20;

    private static double quality(String parameter) {
        try {
            return parameter.startsWith("q=") ? Double.parseDouble(parameter.substring(2)) : 0;
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private static String html(Page page, String language, String style) {
        Page.Words words = page.in(language);
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="robots" content="noindex">
                <meta name="color-scheme" content="light dark">
                <title>%s</title>
                <style>%s</style>
                </head>
                <body>
                <main>
                %s
                <h1>%s</h1>
                <p>%s</p>
                </main>
                </body>
                </html>
                """.formatted(
                language, words.title(), style, PageStyle.VAULT.formatted(page.motif()), words.title(), words.text());
    }

    private static String hash(String style) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
