package casemate.agent;

import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the edge does to a pod: a request with the customer's host and the proxy's headers.
final class Http {
    private static final int BOUND_MILLIS = 30_000;

    private static final Pattern COOKIE = Pattern.compile("(?i)\r\nset-cookie: ([^;\r\n]+)");

    private Http() {}

    /// @param headers in small letters
    /// @param cookies as they were set
    record Page(int status, String headers, String body, List<String> cookies) {}

    static Page get(Upstream upstream, String path) throws IOException {
        return ask(upstream, "GET " + path, "", "");
    }

    static Page get(Upstream upstream, String path, String headers) throws IOException {
        return ask(upstream, "GET " + path, headers, "");
    }

    static Page post(Upstream upstream, String path, String cookie, String form) throws IOException {
        return ask(
                upstream,
                "POST " + path,
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n"
                        + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n"),
                form);
    }

    static Page postAs(Upstream upstream, String path, String headers, String form) throws IOException {
        return ask(
                upstream,
                "POST " + path,
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n"
                        + headers,
                form);
    }

    private static Page ask(Upstream upstream, String line, String headers, String body) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(upstream.address(), upstream.port()), BOUND_MILLIS);
            socket.setSoTimeout(BOUND_MILLIS);
            String request = line + " HTTP/1.0\r\nHost: acme.casemate.localhost\r\nX-Forwarded-Proto: https\r\n"
                    + "X-Forwarded-For: 198.51.100.7\r\nConnection: close\r\n" + headers + "\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int end = answer.indexOf("\r\n\r\n");
            return new Page(
                    Integer.parseInt(answer.substring(9, 12)),
                    answer.substring(0, end).toLowerCase(Locale.ROOT),
                    answer.substring(end + 4),
                    COOKIE.matcher(answer.substring(0, end))
                            .results()
                            .map(found -> found.group(1))
                            .toList());
        }
    }
}
