package casemate.control.fetch;

import casemate.base.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The door of this room: asks a host that a customer named, and trusts nothing about it. No redirect is followed, no
/// cookie kept, nothing unpacked. Whatever goes wrong is one refusal, so that answers tell nothing of this network.
public final class Fetch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetch.class);

    /// A person waits for this in front of a sign-in page.
    static final Duration CONNECT = Duration.ofSeconds(4);

    static final Duration WHOLE = Duration.ofSeconds(8);
    /// The metadata of large federations is larger; that of one provider is a few kilobytes.
    static final int MAX_BYTES = 256 << 10;
    /// At once, over all customers; more wait their turn as long as one request may take.
    static final int MOST = 32;

    private static final int PER_HOST = 8;
    private static final int MAX_ADDRESS = 2_000;

    private final CloseableHttpClient client;
    private final Semaphore turns = new Semaphore(MOST);
    private final boolean neighbours;

    private Fetch(CloseableHttpClient client, boolean neighbours) {
        this.client = client;
        this.neighbours = neighbours;
    }

    public static Fetch open(FetchSettings settings) {
        var connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new Guide(settings.neighbours()))
                .setMaxConnTotal(MOST)
                .setMaxConnPerRoute(PER_HOST)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(CONNECT))
                        .setSocketTimeout(Timeout.of(WHOLE))
                        .build())
                .build();
        CloseableHttpClient client = HttpClients.custom()
                .setConnectionManager(connections)
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Casemate")
                .build();
        return new Fetch(client, settings.neighbours());
    }

    /// An address out in the world, or a refusal to go there. Says nothing about names, which are looked at
    /// when they are resolved.
    ///
    /// @throws Refusal `address-refused`
    public URI check(String text) {
        try {
            URI uri = new URI(text);
            boolean scheme = "https".equals(uri.getScheme()) || (neighbours && "http".equals(uri.getScheme()));
            if (text.length() > MAX_ADDRESS
                    || !scheme
                    || uri.getHost() == null
                    || uri.getRawUserInfo() != null
                    || uri.getRawFragment() != null) {
                throw refused();
            }
            return uri;
        } catch (URISyntaxException _) {
            throw refused();
        }
    }

    public Answer get(URI address) {
        HttpGet request = new HttpGet(check(address.toString()));
        request.setHeader("Accept", "application/json, application/samlmetadata+xml, application/xml;q=0.9, */*;q=0.1");
        return ask(request);
    }

    /// @param headers such as `Authorization`
    /// @param type of the body
    public Answer post(URI address, Map<String, String> headers, String type, byte[] body) {
        HttpPost request = new HttpPost(check(address.toString()));
        headers.forEach(request::setHeader);
        request.setEntity(new ByteArrayEntity(body, ContentType.parse(type)));
        return ask(request);
    }

    /// @param headers such as `Authorization`
    public Answer get(URI address, Map<String, String> headers) {
        HttpGet request = new HttpGet(check(address.toString()));
        headers.forEach(request::setHeader);
        return ask(request);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOG.warn("connections to the outside did not close: {}", e.toString());
        }
    }

    private Answer ask(HttpUriRequestBase request) {
        FutureTask<Answer> task = new FutureTask<>(() -> client.execute(request, Fetch::read));
        try {
            if (!turns.tryAcquire(WHOLE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw silent();
            }
            try {
                Thread.ofVirtual().name("outside").start(task);
                return task.get(WHOLE.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                request.cancel();
                turns.release();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw silent();
        } catch (TimeoutException _) {
            throw silent();
        } catch (ExecutionException e) {
            LOG.info("a customer's provider could not be asked: {}", String.valueOf(e.getCause()));
            throw silent();
        }
    }

    private static Answer read(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Answer(response.getCode(), "", "");
        }
        try (InputStream in = entity.getContent()) {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            return new Answer(
                    response.getCode(),
                    Optional.ofNullable(entity.getContentType()).orElse(""),
                    new String(body, StandardCharsets.UTF_8));
        }
    }

    private static Refusal refused() {
        return Refusal.invalid(
                "address-refused", "That is no address on the Internet such as https://login.example.org/.");
    }

    private static Refusal silent() {
        return Refusal.invalid(
                "provider-silent",
                "The provider cannot be reached, or its answer is too late or too long; look at the address.");
    }
}
