package casemate.trust;

import casemate.promise.Language;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;

/// HTTP in and out. Everything here may be read by anybody, and nothing can be changed.
final class TrustRoutes implements HttpHandler {
    /// No script, nothing from elsewhere, nobody else's frame.
    private static final String CONTENT_SECURITY =
            "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
                    + " 'none'";

    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    /// A reader may be this far behind the ledger; never behind a limit of freshness.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static final Pattern ENTRY = Pattern.compile("0|[1-9][0-9]{0,15}");
    private static final Pattern PLUS_GZIP =
            Pattern.compile("(?:^|[,\\s])(?:gzip|\\*)\\s*(?:$|,|;\\s*q=(?!0(?:\\.0*)?\\s*(?:$|,)))");
    /// More at once than the processors can serve; past it readers are asked to come again.
    private static final int MAX_AT_ONCE = 256;

    private final Shelf shelf;
    private final Assets assets;
    private final LedgerFiles files;
    private final Clock clock;
    private final Semaphore atOnce = new Semaphore(MAX_AT_ONCE);

    TrustRoutes(Shelf shelf, Assets assets, LedgerFiles files, Clock clock) {
        this.shelf = shelf;
        this.assets = assets;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        if (!atOnce.tryAcquire()) {
            try (exchange) {
                exchange.getResponseHeaders().set("Retry-After", "1");
                exchange.sendResponseHeaders(503, -1);
            }
            return;
        }
        try (exchange) {
            answer(exchange);
        } catch (RuntimeException e) {
            System.getLogger("casemate.trust").log(System.Logger.Level.ERROR, "a page could not be made", e);
            exchange.sendResponseHeaders(500, -1);
        } finally {
            atOnce.release();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        String path = exchange.getRequestURI().getRawPath();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            exchange.sendResponseHeaders(405, -1);
        } else if (path.equals(assets.stylePath())) {
            send(exchange, assets.style(), FOR_EVER);
        } else if (path.equals(Paths.ICON)) {
            send(exchange, assets.icon(), "public, max-age=86400");
        } else if (path.startsWith(Paths.FILES) && path.length() > Paths.FILES.length()) {
            file(exchange, path.substring(Paths.FILES.length()));
        } else {
            page(exchange, path);
        }
    }

    private void page(HttpExchange exchange, String path) throws IOException {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        Optional<Language> chosen = parameter(query, "lang").flatMap(Readers::ofTag);
        Optional<Long> before = parameter(query, "before")
                .filter(b -> ENTRY.matcher(b).matches())
                .map(Long::valueOf);
        Headers headers = exchange.getRequestHeaders();
        Page page = shelf.get(
                path.endsWith(".json")
                        ? new Wanted(path, Language.EN, false, Optional.empty())
                        : new Wanted(
                                path,
                                chosen.orElseGet(() -> Readers.negotiate(header(headers, "Accept-Language"))),
                                chosen.isPresent(),
                                before));
        send(exchange, page, page.status() == 200 ? until(page) : "no-store");
    }

    private String until(Page page) {
        Instant now = clock.instant();
        Instant latest = now.plus(LONGEST);
        Instant end = page.goodUntil().isBefore(latest) ? page.goodUntil() : latest;
        return "public, max-age=" + Math.max(0, Duration.between(now, end).toSeconds()) + ", must-revalidate";
    }

    private void file(HttpExchange exchange, String path) throws IOException {
        Optional<byte[]> bytes = files.read(path);
        if (bytes.isEmpty()) {
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(404, -1);
        } else if (LedgerFiles.isTile(path)) {
            send(exchange, Page.binary(bytes.get()), FOR_EVER);
        } else {
            send(exchange, Page.of(200, Page.TEXT, bytes.get(), Instant.MAX), "no-cache");
        }
    }

    private static void send(HttpExchange exchange, Page page, String cache) throws IOException {
        Headers asked = exchange.getRequestHeaders();
        Headers headers = exchange.getResponseHeaders();
        boolean gzip = page.compresses()
                && PLUS_GZIP.matcher(header(asked, "Accept-Encoding")).find();
        headers.set("Content-Type", page.type());
        headers.set("Cache-Control", cache);
        headers.set("ETag", page.tag(gzip));
        headers.set("Vary", page.language().isPresent() ? "Accept-Encoding, Accept-Language" : "Accept-Encoding");
        page.language().ifPresent(language -> headers.set("Content-Language", language));
        headers.set("Content-Security-Policy", CONTENT_SECURITY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        // Public facts: any site may read them, so that others can watch this one.
        headers.set("Access-Control-Allow-Origin", "*");
        if (page.status() == 503) {
            headers.set("Retry-After", "5");
        }
        if (page.status() == 200 && matches(header(asked, "If-None-Match"), page.tag(gzip))) {
            exchange.sendResponseHeaders(304, -1);
            return;
        }
        if (gzip) {
            headers.set("Content-Encoding", "gzip");
        }
        byte[] body = page.body(gzip);
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(page.status(), -1);
            return;
        }
        exchange.sendResponseHeaders(page.status(), body.length);
        exchange.getResponseBody().write(body);
    }

    private static boolean matches(String ifNoneMatch, String tag) {
        return Arrays.stream(ifNoneMatch.split(","))
                .map(String::strip)
                .map(t -> t.startsWith("W/") ? t.substring(2) : t)
                .anyMatch(t -> t.equals("*") || t.equals(tag));
    }

    private static Optional<String> parameter(String query, String name) {
        return Arrays.stream(query.split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> pair.substring(name.length() + 1))
                .findFirst();
    }

    private static String header(Headers headers, String name) {
        String value = headers.getFirst(name);
        return value == null ? "" : value;
    }
}
