package casemate.waf.ftw;

import casemate.waf.text.Bytes;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes the bytes that go-ftw would send for a stage: to the letter, since cases rely on its additions.
final class FtwRequest {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String MULTIPART = "multipart/form-data;";

    /// Its precedence is go-ftw's: `^POST`, `PUT` or `PATCH` anywhere, `DELETE$`.
    private static final Pattern WITH_BODY = Pattern.compile("^POST|PUT|PATCH|DELETE$");

    private final FtwInput input;
    private final List<Header> headers;

    private FtwRequest(FtwInput input) {
        this.input = input;
        this.headers = new ArrayList<>(input.headers());
    }

    static Bytes bytes(FtwInput input) {
        return input.raw().orElseGet(() -> new FtwRequest(input).whole());
    }

    private Bytes whole() {
        String data = input.data();
        if (!data.isEmpty() && input.complete()) {
            if (find(CONTENT_TYPE).isEmpty()) {
                headers.add(new Header(CONTENT_TYPE, FORM));
            }
            data = encoded(data);
        }
        if (headers.stream()
                .anyMatch(h -> h.named(CONTENT_TYPE)
                        && h.value().toLowerCase(java.util.Locale.ROOT).contains(MULTIPART))) {
            data = data.replace("\r\n", "\n").replace("\n", "\r\n");
        }
        byte[] body = data.getBytes(StandardCharsets.UTF_8);
        if (input.complete()) {
            addStandard(body.length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head =
                headers.stream().map(h -> h.name() + ": " + h.value() + "\r\n").collect(Collectors.joining());
        out.writeBytes((input.method() + " " + input.uri() + " " + input.version() + "\r\n" + head + "\r\n")
                .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(body);
        return Bytes.of(out.toByteArray());
    }

    private void addStandard(int length) {
        if (find("Connection").isEmpty()) {
            headers.add(new Header("Connection", "close"));
        }
        if (find("Content-Length").isEmpty()
                && (length > 0
                        || (!input.old() && WITH_BODY.matcher(input.method()).find()))) {
            headers.add(new Header("Content-Length", Integer.toString(length)));
        }
    }

    private Optional<Header> find(String name) {
        return headers.stream().filter(h -> h.named(name)).findFirst();
    }

    /// Form data that decoding would not change is taken for not yet encoded.
    private String encoded(String data) {
        boolean form = headers.stream()
                .anyMatch(h -> h.named(CONTENT_TYPE) && h.value().equalsIgnoreCase(FORM));
        if (!form || !plain(data)) {
            return data;
        }
        return Stream.of(data.split("&", -1)).map(FtwRequest::encodedPair).collect(Collectors.joining("&"));
    }

    private static boolean plain(String data) {
        try {
            return URLDecoder.decode(data, StandardCharsets.UTF_8).equals(data);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static String encodedPair(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0
                ? escaped(pair)
                : escaped(pair.substring(0, equals)) + "=" + escaped(pair.substring(equals + 1));
    }

    /// As Go escapes a query: `~` stays, `*` does not.
    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
