package casemate.waf.audit;

import casemate.waf.text.Bytes;
import casemate.waf.transform.Transformation;
import casemate.waf.transform.Transformations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Hides in one record what must not be shown: what rules asked for in [Masks], and always the credentials that
/// browsers send and get. Every hidden byte becomes a `*`. Where it is not certain that a secret is found, more is
/// hidden.
final class Masking {
    private static final Set<String> REQUEST_CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie");
    private static final Set<String> RESPONSE_CREDENTIALS = Set.of("set-cookie");

    /// Variables that hold arguments in the form in which they came.
    private static final Set<String> RAW = Set.of(
            "full_request", "query_string", "request_body", "request_line", "request_uri", "request_uri_raw", "xml");

    private final AuditRecord record;
    private final Masks masks;
    private final Transformation decoding;
    private final Set<String> arguments;
    private final Set<String> requestHeaders;
    private final Set<String> responseHeaders;
    private final List<Masks.Partial> secrets;
    private final Pieces pieces;

    /// No secret is longer: what lies so far beyond the end of what is shown need not be looked at.
    private final int longest;

    private Masking(AuditRecord record) {
        this.record = record;
        this.masks = record.masks();
        this.decoding = Transformations.named("urlDecode").orElseThrow();
        this.arguments = union(masks.arguments(), masks.membersOf("args", "args_get", "args_post"));
        this.requestHeaders =
                union(union(REQUEST_CREDENTIALS, masks.requestHeaders()), masks.membersOf("request_headers"));
        this.responseHeaders =
                union(union(RESPONSE_CREDENTIALS, masks.responseHeaders()), masks.membersOf("response_headers"));
        this.secrets = secrets();
        this.longest = secrets.stream().mapToInt(s -> s.secret().length()).max().orElse(0);
        this.pieces = new Pieces(secrets.stream()
                .filter(s -> s.first() == 0 && s.last() == 0)
                .map(Masks.Partial::secret)
                .toList());
    }

    static AuditRecord masked(AuditRecord record) {
        return new Masking(record).masked();
    }

    private AuditRecord masked() {
        AuditRecord.Request request = record.request();
        AuditRecord.Response response = record.response();
        return new AuditRecord(
                record.time(),
                record.uniqueId(),
                record.connection(),
                new AuditRecord.Request(
                        request.method(),
                        request.version(),
                        uri(request.uri()),
                        fields(request.headers(), requestHeaders),
                        body(request)),
                new AuditRecord.Response(
                        response.status(), fields(response.headers(), responseHeaders), text(response.body())),
                fields(record.arguments(), arguments),
                record.uploads(),
                record.engineState(),
                record.components(),
                record.matches().stream()
                        .limit(JsonFormat.MOST_ENTRIES)
                        .map(this::match)
                        .toList(),
                masks);
    }

    private Bytes uri(Bytes whole) {
        Bytes uri = cut(whole, JsonFormat.MOST_TEXT);
        Stars stars = new Stars(uri);
        stars.form(uri.toLatin1().indexOf('?') + 1, arguments, decoding);
        return text(uri, stars);
    }

    private List<AuditRecord.Field> fields(List<AuditRecord.Field> fields, Set<String> hidden) {
        return fields.stream()
                .limit(JsonFormat.MOST_ENTRIES)
                .map(f -> {
                    Bytes value = cut(f.value(), JsonFormat.MOST_TEXT);
                    return new AuditRecord.Field(
                            f.name(), hidden.contains(lower(f.name())) ? hidden(value) : text(value));
                })
                .toList();
    }

    /// A form's arguments are found by name. In other bodies they are found by value, and where one is not found, which
    /// an escape in JSON would explain, nothing of the body is shown.
    private Bytes body(AuditRecord.Request request) {
        Bytes body = cut(request.body(), JsonFormat.MOST_BODY);
        Stars stars = new Stars(body);
        boolean form = request.headers().stream()
                .anyMatch(h -> lower(h.name()).equals("content-type")
                        && lower(h.value()).startsWith("application/x-www-form-urlencoded"));
        if (form) {
            stars.form(0, arguments, decoding);
            return text(body, stars);
        }
        for (AuditRecord.Field argument : record.arguments()) {
            if (arguments.contains(lower(argument.name()))
                    && !argument.value().isEmpty()
                    && !stars.occurrences(whole(argument.value()))) {
                return hidden(body);
            }
        }
        return text(body, stars);
    }

    private AuditRecord.Match match(AuditRecord.Match match) {
        boolean all = isHidden(match.variable());
        Bytes value = cut(match.value(), JsonFormat.MOST_TEXT);
        Bytes found = cut(match.found(), JsonFormat.MOST_TEXT);
        Bytes message = cut(match.message(), JsonFormat.MOST_TEXT);
        Pieces own = all ? new Pieces(List.of(match.value(), match.found())) : pieces;
        return new AuditRecord.Match(
                match.rule(),
                match.disruptive(),
                match.status(),
                all ? excerpt(message, own) : text(message),
                excerpt(cut(match.data(), JsonFormat.MOST_TEXT), own),
                text(cut(match.argument(), JsonFormat.MOST_TEXT)),
                match.variable(),
                all ? hidden(value) : excerpt(value, own),
                all ? hidden(found) : excerpt(found, own),
                match.logged(),
                match.auditLogged());
    }

    /// Whether what this variable held may not be shown at all.
    private boolean isHidden(String variable) {
        String name = variable.toLowerCase(Locale.ROOT);
        int colon = name.indexOf(':');
        String collection = colon < 0 ? name : name.substring(0, colon);
        String member = colon < 0 ? "" : name.substring(colon + 1);
        return switch (collection) {
            case "args", "args_get", "args_post" -> arguments.contains(member);
            case "request_headers" -> requestHeaders.contains(member);
            case "request_cookies" -> true;
            case "response_headers" -> responseHeaders.contains(member);
            default -> masks.hidesAll(name) || (RAW.contains(collection) && !arguments.isEmpty());
        };
    }

    /// A text that rules made of what they matched: pieces of secrets are hidden too.
    private Bytes excerpt(Bytes text, Pieces pieces) {
        if (pieces.tooMany() || this.pieces.tooMany()) {
            return hidden(text);
        }
        Stars stars = new Stars(text);
        stars.pieces(pieces);
        stars.pieces(this.pieces);
        return text(text, stars);
    }

    private Bytes text(Bytes text) {
        return text(text, new Stars(text));
    }

    private Bytes text(Bytes text, Stars stars) {
        if (masks.everything()) {
            return hidden(text);
        }
        for (Masks.Partial secret : secrets) {
            stars.occurrences(secret);
        }
        return stars.shown();
    }

    /// As much as is shown, and so much more that a secret at the end of it is seen whole, and that the text is longer.
    private Bytes cut(Bytes text, int shown) {
        return text.slice(0, (int) Math.min(text.length(), (long) shown + longest + 1));
    }

    private static Bytes hidden(Bytes text) {
        Stars stars = new Stars(text);
        stars.all();
        return stars.shown();
    }

    /// All values that rules asked to hide, wherever they came from.
    private List<Masks.Partial> secrets() {
        List<Masks.Partial> all = new ArrayList<>(masks.secrets());
        all.addAll(values(record.arguments(), arguments));
        all.addAll(values(query(), arguments));
        all.addAll(values(record.request().headers(), masks.requestHeaders()));
        all.addAll(values(record.response().headers(), masks.responseHeaders()));
        return all.stream().filter(s -> !s.secret().isEmpty()).distinct().toList();
    }

    private List<AuditRecord.Field> query() {
        String uri = record.request().uri().toLatin1();
        List<AuditRecord.Field> fields = new ArrayList<>();
        for (String pair : uri.substring(uri.indexOf('?') + 1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && !arguments.isEmpty()) {
                Bytes name = decoding.apply(Bytes.latin1(pair.substring(0, equals)));
                fields.add(new AuditRecord.Field(name, decoding.apply(Bytes.latin1(pair.substring(equals + 1)))));
            }
        }
        return fields;
    }

    private static List<Masks.Partial> values(List<AuditRecord.Field> fields, Set<String> hidden) {
        return fields.stream()
                .filter(f -> hidden.contains(lower(f.name())))
                .map(f -> whole(f.value()))
                .toList();
    }

    private static Masks.Partial whole(Bytes value) {
        return new Masks.Partial(value, 0, 0);
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return all;
    }

    private static String lower(Bytes name) {
        return name.toLatin1().toLowerCase(Locale.ROOT);
    }
}
