package casemate.house;

import java.io.IOException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A MediaWiki, used by a program of its author's.
final class Pedia {
    private static final Pattern TOKEN = Pattern.compile("token\":\"([0-9a-f]+\\+)");

    private final String url;
    private final Surfer surfer;

    Pedia(String url, Surfer surfer) {
        this.url = url;
        this.surfer = surfer;
    }

    /// @throws IOException when the application does not answer, or refuses
    void signIn(Keys keys) throws IOException, InterruptedException {
        must(
                "PASS",
                Map.of(
                        "action",
                        "clientlogin",
                        "username",
                        keys.user(),
                        "password",
                        keys.password(),
                        "logintoken",
                        token("login"),
                        "loginreturnurl",
                        url));
    }

    /// Returns when the application has acknowledged it.
    void write(String title, String text) throws IOException, InterruptedException {
        must("Success", Map.of("action", "edit", "title", title, "text", text, "token", token("csrf")));
    }

    /// What is there under this title; empty where nothing is.
    String read(String title) {
        try {
            return surfer.get(url + "/wiki/" + title);
        } catch (IOException _) {
            return "";
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while reading", e);
        }
    }

    private String token(String type) throws IOException, InterruptedException {
        String answer = call(Map.of("action", "query", "meta", "tokens", "type", type));
        Matcher token = TOKEN.matcher(answer);
        if (!token.find()) {
            throw new IOException("no token in " + answer);
        }
        return token.group(1) + "\\";
    }

    private void must(String sign, Map<String, String> form) throws IOException, InterruptedException {
        String answer = call(form);
        if (!answer.contains("\"" + sign + "\"")) {
            throw new IOException("refused: " + answer);
        }
    }

    private String call(Map<String, String> form) throws IOException, InterruptedException {
        return surfer.post(url + "/api.php?format=json", form);
    }
}
