package casemate.app;

import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Fetches one small thing over HTTPS, trusting the system's authorities and, when its file is there, one more.
final class Download {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int UNAVAILABLE = 503;

    private final Path authority;

    /// @param authority a PEM file; need not exist
    Download(Path authority) {
        this.authority = authority;
    }

    /// @throws Unavailable when nothing answers, or what answers says that it cannot now (HTTP 503)
    byte[] get(String address, int maxBytes) throws InterruptedException {
        URI uri = parse(address);
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting())
                .connectTimeout(LIMIT)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(LIMIT).build();
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() == UNAVAILABLE) {
                    throw new Unavailable(
                            uri + " does not answer as it should (busy)", RETRY, new IOException("HTTP 503"));
                }
                if (response.statusCode() != OK) {
                    throw Refusal.invalid(
                            "not-there", uri + " answered " + response.statusCode() + "; check the address.");
                }
                return body.readNBytes(maxBytes + 1);
            }
        } catch (IOException | GeneralSecurityException e) {
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new Unavailable(uri + " does not answer as it should (" + why + ")", RETRY, e);
        }
    }

    private static URI parse(String address) {
        try {
            URI uri = URI.create(address);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // Told below, with the other wrong addresses.
        }
        throw Refusal.invalid("address-malformed", "An address to verify begins with https://");
    }

    private SSLContext trusting() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (X509Certificate known : systemAuthorities()) {
            store.setCertificateEntry(known.getSubjectX500Principal().getName() + store.size(), known);
        }
        if (Files.isReadable(authority)) {
            try (InputStream in = Files.newInputStream(authority)) {
                Certificate local = CertificateFactory.getInstance("X.509").generateCertificate(in);
                store.setCertificateEntry("named", local);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static X509Certificate[] systemAuthorities() throws GeneralSecurityException {
        TrustManagerFactory usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        usual.init((KeyStore) null);
        return ((X509TrustManager) usual.getTrustManagers()[0]).getAcceptedIssuers();
    }
}
