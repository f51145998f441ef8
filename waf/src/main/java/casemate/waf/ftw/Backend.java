package casemate.waf.ftw;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.waf.text.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The backend of CRS's test set-up: answers 200 with an empty body, or under `POST /reflect` what the request's JSON
/// asks for.
final class Backend {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int MOST_SPECIFICATION = 1 << 20;

    /// How many bytes are looked at to tell what a body is (the WHATWG's MIME sniffing).
    private static final int SNIFFED = 512;

    /// What a body begins with to count as HTML, after white space; a space or `>` must follow.
    private static final List<String> HTML = List.of(
            "<!doctype html",
            "<html",
            "<head",
            "<script",
            "<iframe",
            "<h1",
            "<div",
            "<font",
            "<table",
            "<a",
            "<style",
            "<title",
            "<b",
            "<body",
            "<br",
            "<p",
            "<!--");

    /// @param body bytes
    record Response(int status, List<Header> headers, Bytes body) {
        Response {
            headers = List.copyOf(headers);
        }
    }

    private Backend() {}

    static Response answer(Received.Request request) {
        String path = request.target().replaceFirst("\\?.*", "");
        if (!request.method().equals("POST") || !(path.equals("/reflect") || path.startsWith("/reflect/"))) {
            return response(OK, List.of(), new byte[0]);
        }
        try {
            return reflected(Json.parseObject(request.body().toArray(), MOST_SPECIFICATION));
        } catch (Refusal _) {
            return response(BAD_REQUEST, List.of(), "Invalid JSON in request body".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Response reflected(Json.Obj wanted) {
        List<Header> headers = new ArrayList<>();
        wanted.find("headers")
                .ifPresent(h -> ((Json.Obj) h)
                        .members()
                        .forEach((name, value) -> headers.add(new Header(name, ((Json.Text) value).value()))));
        int status = wanted.find("status").isPresent() ? (int) wanted.integer("status") : OK;
        Optional<byte[]> body = wanted.find("body")
                .map(b -> ((Json.Text) b).value().getBytes(StandardCharsets.UTF_8))
                .filter(b -> b.length > 0);
        return response(
                status,
                headers,
                body.orElseGet(() -> wanted.find("encodedBody")
                        .map(b -> Base64.getDecoder().decode(((Json.Text) b).value()))
                        .orElse(new byte[0])));
    }

    private static Response response(int status, List<Header> wanted, byte[] body) {
        List<Header> headers = new ArrayList<>(wanted);
        headers.add(new Header("Date", "Sat, 21 Nov 2026 00:00:00 GMT"));
        if (headers.stream().noneMatch(h -> h.named("Content-Length"))) {
            headers.add(new Header("Content-Length", Integer.toString(body.length)));
        }
        if (body.length > 0 && headers.stream().noneMatch(h -> h.named("Content-Type"))) {
            headers.add(new Header("Content-Type", sniffed(body)));
        }
        return new Response(status, headers, Bytes.of(body));
    }

    private static String sniffed(byte[] body) {
        String start = new String(body, 0, Math.min(body.length, SNIFFED), StandardCharsets.ISO_8859_1);
        String text = start.stripLeading().toLowerCase(Locale.ROOT);
        if (text.startsWith("<?xml")) {
            return "text/xml; charset=utf-8";
        }
        if (HTML.stream().anyMatch(tag -> begins(text, tag))) {
            return "text/html; charset=utf-8";
        }
        boolean binary = start.chars().anyMatch(c -> c < ' ' && "\t\n\f\r\033".indexOf(c) < 0);
        return binary ? "application/octet-stream" : "text/plain; charset=utf-8";
    }

    private static boolean begins(String text, String tag) {
        return text.startsWith(tag)
                && (tag.equals("<!--")
                        || (text.length() > tag.length() && " >".indexOf(text.charAt(tag.length())) >= 0));
    }
}
