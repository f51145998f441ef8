package casemate.control.client;

import casemate.base.Ids;
import casemate.control.instance.Instance;
import casemate.control.web.Site;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.entity.UrlEncodedFormEntity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.message.BasicNameValuePair;
import org.apache.hc.core5.net.URIAuthority;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;

/// Tells one pod that somebody is signed out. The word goes to the address at which the host's agent says that the
/// pod is, and nowhere else: no name is resolved and no redirect followed, so that no application can lead it astray.
final class Farewell implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(2);
    private static final int FIRST_FAILURE = 300;

    private final CloseableHttpClient client;
    private final JwtEncoder encoder;
    private final String issuer;
    private final Site site;
    private final Ids ids;
    private final Clock clock;

    Farewell(JwtEncoder encoder, String issuer, Site site, Ids ids, Clock clock) {
        this.encoder = encoder;
        this.issuer = issuer;
        this.site = site;
        this.ids = ids;
        this.clock = clock;
        Timeout patience = Timeout.of(PATIENCE);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(patience)
                                .setSocketTimeout(patience)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(patience)
                        .setConnectionRequestTimeout(patience)
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAutomaticRetries()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("Casemate")
                .build();
    }

    /// @param path at the application, with its query
    /// @return whether it has heard
    boolean tell(Instance instance, String path, Upstream pod, String subject, String sid) {
        HttpPost post = new HttpPost(path);
        String host = site.authority(instance.listener(), instance.host());
        post.setAuthority(authority(host));
        post.setHeader("X-Forwarded-Proto", "https");
        post.setHeader("X-Forwarded-Host", host);
        post.setHeader("Connection", "close");
        String token = token(instance, subject, sid);
        post.setEntity(new UrlEncodedFormEntity(
                List.of(new BasicNameValuePair("logout_token", token)), StandardCharsets.US_ASCII));
        try {
            int status =
                    client.execute(new HttpHost("http", pod.address(), pod.port()), post, answer -> answer.getCode());
            if (status >= FIRST_FAILURE) {
                LOG.warn("{} answered {} when it was told that somebody has signed out", instance.id(), status);
            }
            return status < FIRST_FAILURE;
        } catch (IOException e) {
            LOG.warn(
                    "{} could not be told that somebody has signed out, trying again: {}",
                    instance.id(),
                    e.getClass().getSimpleName());
            return false;
        }
    }

    private static URIAuthority authority(String host) {
        int colon = host.indexOf(':');
        return colon < 0
                ? new URIAuthority(host)
                : new URIAuthority(host.substring(0, colon), Integer.parseInt(host.substring(colon + 1)));
    }

    private String token(Instance instance, String subject, String sid) {
        Instant now = clock.instant();
        JwtClaimsSet claims = JwtClaimsSet.builder()
                .issuer(issuer)
                .audience(List.of(instance.id().value()))
                .issuedAt(now)
                .expiresAt(now.plus(TOKEN_LIFE))
                .id(ids.make("out"))
                .subject(subject)
                .claim("sid", sid)
                .claim("events", Map.of(EVENT, Map.of()))
                .build();
        JwsHeader header =
                JwsHeader.with(SignatureAlgorithm.ES256).type("logout+jwt").build();
        return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
