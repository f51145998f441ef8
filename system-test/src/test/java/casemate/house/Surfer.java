package casemate.house;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Somebody with cookies and forms but without a screen, for many fast clicks. Trusts the local authority and nothing
/// else, so that a wrong certificate is an error here.
final class Surfer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Pattern HIDDEN =
            Pattern.compile("<input[^>]*type=\"hidden\"[^>]*?name=\"([^\"]+)\"[^>]*?value=\"([^\"]*)\"");

    private final HttpClient client;

    /// @param address of this machine from which to come: limits are kept for each
    Surfer(Path authority, InetAddress address) throws IOException, GeneralSecurityException {
        client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(LIMIT)
                .localAddress(address)
                .sslContext(trusting(authority))
                .build();
    }

    String get(String url) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    /// Fetches the page with the form, fills in its hidden fields and these, and sends it.
    String submit(String page, String action, Map<String, String> fields) throws IOException, InterruptedException {
        Map<String, String> all =
                new LinkedHashMap<>(hidden(form(get(page), URI.create(action).getPath())));
        all.putAll(fields);
        return send(posting(action, all).header("Referer", page));
    }

    /// Sends a form that no page holds.
    String post(String action, Map<String, String> fields) throws IOException, InterruptedException {
        return send(posting(action, fields));
    }

    private static HttpRequest.Builder posting(String action, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(e -> encode(e.getKey()) + "=" + encode(e.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(action))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("answered " + answer.statusCode());
        }
        return answer.body();
    }

    /// The part of a page that is the form for this action; the whole page where forms name none.
    private static String form(String page, String path) {
        int start = page.indexOf("action=\"" + path + "\"");
        int end = start < 0 ? -1 : page.indexOf("</form>", start);
        return end < 0 ? page : page.substring(start, end);
    }

    private static Map<String, String> hidden(String form) {
        Map<String, String> found = new LinkedHashMap<>();
        Matcher field = HIDDEN.matcher(form);
        while (field.find()) {
            found.put(field.group(1), field.group(2).replace("&amp;", "&"));
        }
        return found;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "local", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        client.close();
    }
}
