package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
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

    private static final PageFrame FRAME = new PageFrame("");

    private final Map<Page, Map<String, Made>> made = new EnumMap<>(Page.class);

    Pages() {
        for (Page page : Page.values()) {
            Map<String, Made> each = new LinkedHashMap<>();
            LANGUAGES.forEach(language -> each.put(language, make(page, language)));
            made.put(page, each);
        }
    }

    private static Made make(Page page, String language) {
        byte[] body = html(page, language).getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + page.status() + " " + page.reason() + "\r\n"
                + "content-type: text/html; charset=utf-8\r\n"
                + "content-length: " + body.length + "\r\n"
                + "content-language: " + language + "\r\n"
                + "vary: Accept-Language\r\n"
                + "cache-control: no-store\r\n"
                + "content-security-policy: " + FRAME.policy("", "'none'") + "\r\n"
                + "x-content-type-options: nosniff\r\n"
                + "referrer-policy: no-referrer\r\n"
                + again(page)
                + "\r\n";
        return new Made(
                PageFrame.head(head),
                Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body).asReadOnly()),
                page == Page.BLOCKED ? new String(body, StandardCharsets.ISO_8859_1).indexOf(NUMBER) : -1);
    }

    /// Tells somebody that the firewall has stopped the request, and its number.
    void blocked(Visitor visitor, Head request, HexId number) {
        Made sent = made(request, Page.BLOCKED);
        ByteBuf body = Unpooled.copiedBuffer(sent.body.duplicate());
        body.setCharSequence(sent.numberAt, number.toString(), StandardCharsets.US_ASCII);
        PageFrame.send(visitor, request, sent.head, body);
    }

    /// Sends a page in the visitor's language.
    ///
    /// @param request whose language counts, if it could be read
    void send(Visitor visitor, @Nullable Head request, Page page) {
        Made sent = made(request, page);
        PageFrame.send(visitor.own(), request, sent.head, sent.body.duplicate());
    }

    private Made made(@Nullable Head request, Page page) {
        String language = language(request == null ? null : request.first(Field.ACCEPT_LANGUAGE));
        return Objects.requireNonNull(Objects.requireNonNull(made.get(page)).get(language));
    }

    private static String again(Page page) {
        return switch (page) {
            case STARTING -> "retry-after: " + STARTING_SECONDS + "\r\nrefresh: " + STARTING_SECONDS + "\r\n";
            case TOO_MANY -> "retry-after: " + NEXT_SECOND + "\r\n";
            case BUSY -> "retry-after: " + CROWD_SECONDS + "\r\n";
            case SUSPENDED, STOPPED, UNREACHABLE, TOO_SLOW -> "retry-after: " + LATER_SECONDS + "\r\n";
            case REFUSED_METHOD -> "allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n";
            case NO_TUNNEL, UNKNOWN, MISDIRECTED, MALFORMED, BANNED, BLOCKED -> "";
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

    private static String html(Page page, String language) {
        Page.Words words = page.in(language);
        return FRAME.html(
                language,
                words.title(),
                page.motif(),
                "<h1>" + words.title() + "</h1>\n<p>" + words.text() + "</p>"
                        + (page == Page.BLOCKED ? "\n<p><code>" + NUMBER + "</code></p>" : ""),
                "");
    }
}
