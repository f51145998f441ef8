package casemate.control;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a browser does, over a real socket: keeps cookies, follows redirects, sends forms with the token of the page it
/// looks at.
public final class Browser {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_REDIRECTS = 5;

    /// Lets a test speak to one port under several host names. The client reads such things once, so call it before any
    /// is made.
    public static void allowHosts() {
        System.setProperty("jdk.httpclient.allowRestrictedHeaders", "host");
        // Shorter than the server's 20 s: a form sent on a connection that the server is just closing fails, for only
        // what can be asked twice is sent anew by itself.
        System.setProperty("jdk.httpclient.keepalive.timeout", "8");
    }

    /// An answer, and the path it finally came from.
    public record Answer(int status, Map<String, String> headers, String body, String path) {
        public boolean says(String text) {
            return body.contains(text);
        }

        /// The first group of the first match.
        public String find(String regex) {
            Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(body);
            if (!matcher.find()) {
                throw new AssertionError(regex + " is not in:\n" + body);
            }
            return matcher.group(1);
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final int port;
    private final String host;
    private String language = "en";
    private String address = "192.0.2.1";
    private String csrf = "";
    private String at = "/";

    Browser(int port, String host) {
        this.port = port;
        this.host = host;
    }

    public Browser speaking(String acceptLanguage) {
        language = acceptLanguage;
        return this;
    }

    public Browser from(String clientAddress) {
        address = clientAddress;
        return this;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    public Answer get(String path) {
        return follow(send(request(path).GET().build(), path));
    }

    /// Looks without following.
    public Answer getOnly(String path) {
        return send(request(path).GET().build(), path);
    }

    /// Looks as a program does that has a token.
    public Answer getOnly(String path, String authorization) {
        return send(request(path).header("Authorization", authorization).GET().build(), path);
    }

    /// Sends a form with the token of the page last seen, and follows the redirect.
    public Answer post(String path, Map<String, String> fields) {
        return follow(postOnly(path, fields));
    }

    /// Sends a form without following.
    public Answer postOnly(String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.putIfAbsent("_csrf", csrf);
        String body = all.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        return send(
                request(path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                path);
    }

    /// Where an instance's way out leads to.
    public String leave(String pass) {
        String path = "/leave/" + pass;
        return send(request(path).GET().build(), path).headers().getOrDefault("location", "");
    }

    /// What a program sends, with no page before it.
    public Answer call(String path, Map<String, String> form, String authorization) {
        String body = form.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return send(request.build(), path);
    }

    /// What a program sends that holds a token.
    public Answer program(String method, String path, String json, String authorization) {
        HttpRequest.BodyPublisher body =
                json.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(json);
        return send(
                request(path)
                        .header("Content-Type", "application/json")
                        .header("Authorization", authorization)
                        .method(method, body)
                        .build(),
                path);
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE)
                .header("Host", host)
                .header("Accept-Language", language)
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
                .header("X-Forwarded-For", address)
                .header("X-Forwarded-Proto", "https")
                .header("Referer", "https://" + host + at);
        if (!cookies.isEmpty()) {
            builder.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(e -> e.getKey() + "=" + e.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return builder;
    }

    private Answer follow(Answer first) {
        Answer answer = first;
        for (int i = 0; i < MAX_REDIRECTS && answer.status() == 303; i++) {
            String path = answer.headers().getOrDefault("location", "/");
            answer = send(request(path).GET().build(), path);
        }
        return answer;
    }

    private Answer send(HttpRequest request, String path) {
        try {
            HttpResponse<String> response =
                    client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            response.headers().allValues("set-cookie").forEach(this::keep);
            Matcher token = TOKEN.matcher(response.body());
            if (token.find()) {
                csrf = token.group(1);
                at = path;
            }
            Map<String, String> headers = new LinkedHashMap<>();
            response.headers().map().forEach((name, values) -> headers.put(name, String.join(", ", values)));
            return new Answer(response.statusCode(), headers, response.body(), path);
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void keep(String header) {
        String pair = header.substring(0, header.indexOf(';'));
        String name = pair.substring(0, pair.indexOf('='));
        String value = pair.substring(pair.indexOf('=') + 1);
        if (value.isEmpty() || header.contains("Max-Age=0;")) {
            cookies.remove(name);
        } else {
            cookies.put(name, value);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
