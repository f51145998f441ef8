package casemate.waf;

import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A request that costs a careless engine more than its size.
///
/// @param size its number of bytes, arguments, levels or what else there is much of
/// @param made for a size
record HostileRequest(String name, int size, IntFunction<Sent> made) {
    private static final int LARGE = 1 << 20;
    private static final int MANY = 10_000;

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String JSON = "application/json";
    private static final String XML = "text/xml";

    /// What careless patterns, transformations and tokenizers go back over again and again.
    private static final List<String> WORST = List.of(
            "'",
            "\"",
            "\\",
            "<",
            "<!--",
            "and.and.",
            "(",
            " ",
            "%25u00",
            "%2525",
            "&amp;#x26",
            "/*",
            "' or '",
            "<a b=",
            "${",
            "a\n",
            "\0",
            "`",
            "select from ",
            "=\"';",
            "aB1-_.,;:",
            "\u00e9");

    /// @param headers names and values
    record Sent(String target, List<List<String>> headers, String type, String body) {
        static Sent get(String target) {
            return new Sent(target, List.of(), "", "");
        }

        static Sent header(String name, String value) {
            return headers(Stream.of(List.of(name, value)));
        }

        static Sent headers(Stream<List<String>> headers) {
            return new Sent("/", headers.toList(), "", "");
        }

        static Sent post(String type, String body) {
            return new Sent("/", List.of(), type, body);
        }

        /// Through all phases.
        Transaction through(Firewall firewall) {
            Transaction transaction = firewall.begin();
            transaction.connection("192.0.2.7", 40_000, "192.0.2.1", 443);
            transaction.requestLine(body.isEmpty() ? "GET" : "POST", target, "HTTP/1.1");
            transaction.requestHeader("Host", "example.org");
            headers.forEach(header -> transaction.requestHeader(header.getFirst(), header.getLast()));
            if (!body.isEmpty()) {
                transaction.requestHeader("Content-Type", type);
                transaction.requestHeader("Content-Length", Integer.toString(body.length()));
            }
            transaction.requestHeadersEnd();
            transaction.requestBody(Bytes.of(body.getBytes(StandardCharsets.ISO_8859_1)));
            transaction.requestBodyEnd();
            transaction.responseStart(200, "HTTP/1.1");
            transaction.responseHeader("Content-Type", "text/html");
            transaction.responseHeadersEnd();
            transaction.responseBody(Bytes.latin1("<p>hello</p>"));
            transaction.responseBodyEnd();
            transaction.finish();
            return transaction;
        }
    }

    Sent sent() {
        return made.apply(size);
    }

    Sent quarter() {
        return made.apply(size / 4);
    }

    /// Those that one value makes hostile.
    static Stream<HostileRequest> values() {
        return WORST.stream()
                .map(part -> new HostileRequest(
                        "an argument of " + printed(part),
                        LARGE,
                        n -> Sent.post(FORM, "a=" + part.repeat(n / part.length()) + "!")));
    }

    /// Those that their number or their form makes hostile.
    static Stream<HostileRequest> shapes() {
        return Stream.of(
                new HostileRequest("a repeated letter", LARGE, n -> Sent.post(FORM, "q=" + "a".repeat(n) + "!")),
                new HostileRequest("arguments", MANY, n -> Sent.get("/?" + many(n, "a%d=' or 1=%d--", "&"))),
                new HostileRequest("arguments of one name", MANY, n -> Sent.post(FORM, many(n, "a=<b>%d", "&"))),
                new HostileRequest("cookies", MANY, n -> Sent.header("Cookie", many(n, "c%d=<script>%d", "; "))),
                new HostileRequest("a large header", LARGE, n -> Sent.header("X-Large", "a='(".repeat(n / 4))),
                new HostileRequest("a large cookie", LARGE, n -> Sent.header("Cookie", "a=" + "\"=;".repeat(n / 3))),
                new HostileRequest("a large range", LARGE, n -> Sent.header("Range", "bytes=" + "1-2,".repeat(n / 4))),
                new HostileRequest("a long target", LARGE, n -> Sent.get("/" + "a/../".repeat(n / 5))),
                new HostileRequest(
                        "headers",
                        MANY,
                        n -> Sent.headers(IntStream.range(0, n).mapToObj(i -> List.of("X-" + i, "' or " + i)))),
                new HostileRequest("deep JSON", MANY, n -> Sent.post(JSON, "[".repeat(n) + "]".repeat(n))),
                new HostileRequest(
                        "deep JSON with names", MANY, n -> Sent.post(JSON, "{\"a\":".repeat(n) + "1" + "}".repeat(n))),
                new HostileRequest("wide JSON", LARGE, n -> Sent.post(JSON, "[" + "1,".repeat(n / 2) + "1]")),
                new HostileRequest(
                        "escapes in JSON", LARGE, n -> Sent.post(JSON, "{\"a\":\"" + "\\u0027".repeat(n / 6) + "\"}")),
                new HostileRequest("deep XML", MANY, n -> Sent.post(XML, "<a>".repeat(n) + "</a>".repeat(n))),
                new HostileRequest(
                        "wide XML", LARGE, n -> Sent.post(XML, "<a>" + "<b c='1'>2</b>".repeat(n / 14) + "</a>")),
                new HostileRequest(
                        "attributes in XML", MANY, n -> Sent.post(XML, "<a " + many(n, "b%d='%d'", " ") + "/>")),
                new HostileRequest(
                        "multipart",
                        MANY,
                        n -> Sent.post(
                                "multipart/form-data; boundary=b",
                                many(n, "--b\r\nContent-Disposition: form-data; name=\"n%d\"\r\n\r\n<b>%d\r\n", "")
                                        + "--b--\r\n")));
    }

    private static String many(int count, String form, String between) {
        return IntStream.range(0, count)
                .mapToObj(i -> form.replace("%d", Integer.toString(i)))
                .collect(Collectors.joining(between));
    }

    private static String printed(String part) {
        return part.chars()
                .mapToObj(c -> c > ' ' && c < 127 ? Character.toString(c) : String.format(Locale.ROOT, "\\x%02x", c))
                .collect(Collectors.joining());
    }

    @Override
    public String toString() {
        return name;
    }
}
