package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.wire.Upstream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A person at a MediaWiki: signs in, writes pages, reads them.
final class Wiki {
    private static final Pattern TOKEN = Pattern.compile("token\":\"([0-9a-f]+\\+)\\\\\\\\");

    private final Upstream upstream;
    private final Map<String, String> cookies = new TreeMap<>();

    Wiki(Upstream upstream) {
        this.upstream = upstream;
    }

    /// @return whether the name and the password were right
    boolean signIn(String name, String password) throws IOException {
        Http.Page page = call(Map.of(
                "action",
                "clientlogin",
                "username",
                name,
                "password",
                password,
                "logintoken",
                token("login"),
                "loginreturnurl",
                "https://acme.casemate.localhost/"));
        return page.body().contains("\"PASS\"");
    }

    void write(String title, String text) throws IOException {
        Http.Page page = call(Map.of("action", "edit", "title", title, "text", text, "token", token("csrf")));
        assertThat(page.body()).contains("\"Success\"");
    }

    Http.Page read(String title) throws IOException {
        return Http.get(upstream, "/wiki/" + title);
    }

    private String token(String type) throws IOException {
        Http.Page page = call(Map.of("action", "query", "meta", "tokens", "type", type));
        Matcher token = TOKEN.matcher(page.body());
        assertThat(token.find()).as(page.body()).isTrue();
        return token.group(1) + "\\";
    }

    private Http.Page call(Map<String, String> form) throws IOException {
        String body = "format=json&"
                + form.entrySet().stream()
                        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"));
        String sent = String.join("; ", cookies.values());
        Http.Page page = Http.post(upstream, "/api.php", sent, body);
        page.cookies().forEach(cookie -> cookies.put(cookie.substring(0, cookie.indexOf('=')), cookie));
        return page;
    }
}
