package casemate.house;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A MediaWiki, written to and read at its API as its own editor does, through the edge.
final class Encyclopaedia {
    private static final Pattern TOKEN = Pattern.compile("token\":\"([0-9a-f]+\\+)\\\\\\\\");

    private final Surfer surfer;
    private final String url;

    Encyclopaedia(Surfer surfer, String url) {
        this.surfer = surfer;
        this.url = url;
    }

    /// @throws IOException when it does not answer, or refuses
    void signIn(Keys keys) throws IOException, InterruptedException {
        String answer = ask(Map.of(
                "action",
                "clientlogin",
                "username",
                keys.user(),
                "password",
                keys.password(),
                "logintoken",
                token("login"),
                "loginreturnurl",
                url + "/"));
        if (!answer.contains("\"PASS\"")) {
            throw new IOException(answer);
        }
    }

    /// Returns when the wiki has acknowledged it; an answer that acknowledges nothing is an error.
    void write(String title) throws IOException, InterruptedException {
        String answer = ask(Map.of("action", "edit", "title", title, "text", text(title), "token", token("csrf")));
        if (!answer.contains("\"Success\"")) {
            throw new IOException(answer);
        }
    }

    /// Whether a page is there, with all of its text.
    boolean has(String title) throws IOException, InterruptedException {
        return ask(Map.of("action", "query", "prop", "revisions", "rvprop", "content", "titles", title))
                .contains(text(title));
    }

    private static String text(String title) {
        return "written as " + title + ".";
    }

    private String token(String type) throws IOException, InterruptedException {
        String answer = ask(Map.of("action", "query", "meta", "tokens", "type", type));
        Matcher token = TOKEN.matcher(answer);
        if (!token.find()) {
            throw new IOException(answer);
        }
        return token.group(1) + "\\";
    }

    private String ask(Map<String, String> fields) throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("format", "json");
        return surfer.post(url + "/api.php", all);
    }
}
