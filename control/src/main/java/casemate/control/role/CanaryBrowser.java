package casemate.control.role;

import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.control.account.Email;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a drill's canary does at the portal, over a real socket: keeps cookies, and sends forms with the token of the
/// page that it saw last. Speaks HTTP/1.0, where an answer ends with its connection.
public final class CanaryBrowser {
    /// A page is tens of kilobytes.
    private static final int MAX_ANSWER = 4 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^=;]+)=([^;\r]*)");

    private static final Pattern POLICY = Pattern.compile("(?im)^content-security-policy: ([^\r]*)");

    /// @param body without what differs between two answers that say the same
    public record Answer(int status, String body) {}

    private final int port;
    private final String host;
    private final String from;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private String token = "";

    /// @param chance for an address of its own (RFC 3849: of documentation), so that canaries do not use up what one
    ///     network may do, for each other and for those who are on this machine
    public CanaryBrowser(int port, String host, RandomGenerator chance) {
        this.port = port;
        this.host = host;
        this.from = "2001:db8:%x:%x::1".formatted(chance.nextInt(1 << 16), chance.nextInt(1 << 16));
    }

    /// Leaves this browser signed in, if the password is right.
    public void signIn(Email email, Secret password) {
        send("GET", "/sign-in", Map.of());
        send("POST", "/sign-in", Map.of("email", email.value(), "password", password.revealText()));
        send("GET", "/account/security", Map.of());
    }

    public Answer send(String method, String path, Map<String, String> fields) {
        String answer = exchange(request(method, path, fields));
        COOKIE.matcher(answer).results().forEach(c -> cookies.put(c.group(1), c.group(2)));
        Matcher fresh = TOKEN.matcher(answer);
        if (fresh.find()) {
            token = fresh.group(1);
        }
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0 || answer.length() < 12) {
            throw new Unavailable("the portal answers with nothing", PATIENCE, new IOException("no head"));
        }
        return new Answer(
                Integer.parseInt(answer.substring(9, 12)),
                TOKEN.matcher(answer.substring(end)).replaceAll("").replace(path, ""));
    }

    /// The content policy that a page carries; empty for none.
    public String policy(String path) {
        Matcher policy = POLICY.matcher(exchange(request("GET", path, Map.of())));
        return policy.find() ? policy.group(1) : "";
    }

    private String request(String method, String path, Map<String, String> fields) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("_csrf", token);
        String body = method.equals("GET")
                ? ""
                : all.entrySet().stream()
                        .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                        .collect(Collectors.joining("&"));
        String held = cookies.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("; "));
        return method + " " + path + " HTTP/1.0\r\nHost: " + host + "\r\nX-Forwarded-For: " + from
                + "\r\nX-Forwarded-Proto: https\r\nCookie: " + held
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                + "\r\nConnection: close\r\n\r\n" + body;
    }

    private String exchange(String request) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(MAX_ANSWER), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new Unavailable("the portal does not answer", PATIENCE, e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
