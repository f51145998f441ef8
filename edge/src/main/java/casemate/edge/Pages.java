package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers with the edge's own pages, made once at the start: no script, nothing from elsewhere, and a policy that says
/// so to the browser.
final class Pages {
    static final List<String> LANGUAGES = List.of("en", "fr", "pl");
    /// When a page of a starting instance asks again.
    private static final String STARTING_SECONDS = "3";
    /// One second later the counts are others.
    private static final String NEXT_SECOND = "1";
    /// A crowd passes, or the operator acts.
    private static final String CROWD_SECONDS = "30";
    /// When a page of another trouble suggests to come back.
    private static final String LATER_SECONDS = "60";

    /// @param body never released; sent by way of a duplicate
    /// @param numberAt where in the body the request's number belongs; -1 for nowhere
    private record Made(Head head, ByteBuf body, int numberAt) {}

    /// Holds the place of a request's number, which is as long.
    private static final String NUMBER = "0".repeat(HexId.DIGITS);

    private final Map<Page, Map<String, Made>> made = new EnumMap<>(Page.class);
    private final String contentSecurityPolicy;

    Pages() {
        String style = PageStyle.CSS;
        this.contentSecurityPolicy = "default-src 'none'; style-src 'sha256-" + hash(style)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        for (Page page : Page.values()) {
            Map<String, Made> each = new LinkedHashMap<>();
            LANGUAGES.forEach(language -> each.put(language, make(page, language, style)));
            made.put(page, each);
        }
    }

    private Made make(Page page, String language, String style) {
        byte[] body = html(page, language, style).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + page.status() + " " + page.reason() + "\r\n"
                + "content-type: text/html; charset=utf-8\r\n"
                + "content-length: " + body.length + "\r\n"
                + "content-language: " + language + "\r\n"
                + "vary: Accept-Language\r\n"
                + "cache-control: no-store\r\n"
                + "content-security-policy: " + contentSecurityPolicy + "\r\n"
                + "x-content-type-options: nosniff\r\n"
                + "referrer-policy: no-referrer\r\n"
                + again(page)
                + "\r\n";
        try {
            return new Made(
                    HeadReader.answer(head.getBytes(StandardCharsets.US_ASCII)),
                    Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body).asReadOnly()),
                    page == Page.BLOCKED ? new String(body, StandardCharsets.ISO_8859_1).indexOf(NUMBER) : -1);
        } catch (Malformed e) {
            throw new IllegalStateException("a page of our own is malformed", e);
        }
    }

    /// Tells somebody that the firewall has stopped the request, and its number.
    void blocked(Visitor visitor, Head request, HexId number) {
        Made sent = made(request, Page.BLOCKED);
        ByteBuf body = Unpooled.copiedBuffer(sent.body.duplicate());
        body.setCharSequence(sent.numberAt, number.toString(), StandardCharsets.US_ASCII);
        send(visitor, request, sent.head, body);
    }

    /// Sends a page in the visitor's language.
    ///
    /// @param request whose language counts, if it could be read
    void send(Visitor visitor, @Nullable Head request, Page page) {
        Made sent = made(request, page);
        send(visitor.own(), request, sent.head, sent.body.duplicate());
    }

    private Made made(@Nullable Head request, Page page) {
        String language = language(request == null ? null : request.first(Field.ACCEPT_LANGUAGE));
        return Objects.requireNonNull(Objects.requireNonNull(made.get(page)).get(language));
    }

    private static void send(Visitor visitor, @Nullable Head request, Head head, ByteBuf body) {
        if (request != null && request.method("HEAD")) {
            body.release();
            visitor.answer(head, Framing.NONE);
        } else {
            visitor.answer(head, head.framing());
            visitor.data(body);
        }
        visitor.end(null);
    }

    private static String again(Page page) {
        return switch (page) {
            case STARTING -> "retry-after: " + STARTING_SECONDS + "\r\nrefresh: " + STARTING_SECONDS + "\r\n";
            case TOO_MANY -> "retry-after: " + NEXT_SECOND + "\r\n";
            case BUSY -> "retry-after: " + CROWD_SECONDS + "\r\n";
            case SUSPENDED, STOPPED, UNREACHABLE, TOO_SLOW -> "retry-after: " + LATER_SECONDS + "\r\n";
            case REFUSED_METHOD -> "allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n";
            case UNKNOWN, MISDIRECTED, MALFORMED, BANNED, BLOCKED -> "";
        };
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
                <p>%s</p>%s
                </main>
                </body>
                </html>
                """.formatted(
                        language,
                        words.title(),
                        style,
                        PageStyle.VAULT.formatted(page.motif()),
                        words.title(),
                        words.text(),
                        page == Page.BLOCKED ? "\n<p><code>" + NUMBER + "</code></p>" : "");
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
