package casemate.edge.acme;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Answers that an authority may come for now: by a handshake of its own protocol (RFC 8737), or by a token (RFC 8555,
/// 8.3).
public final class AcmeChallenges {
    /// What an authority offers, alone, when it comes for a handshake's answer.
    public static final String PROTOCOL = "acme-tls/1";

    /// An answer that waits until it is closed.
    interface Awaited extends AutoCloseable {
        @Override
        void close();
    }

    private final Map<String, SslContext> handshakes = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();

    /// What greets an authority that comes for a host; null when none is awaited.
    public @Nullable SslContext handshake(@Nullable String host) {
        return host == null ? null : handshakes.get(host);
    }

    @Nullable
    String text(String token) {
        return texts.get(token);
    }

    /// Answers with a certificate until closed.
    Awaited await(String host, PrivateKey key, X509Certificate certificate) throws SSLException {
        handshakes.put(
                host,
                SslContextBuilder.forServer(key, certificate)
                        .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                        .protocols("TLSv1.2", "TLSv1.3")
                        .applicationProtocolConfig(new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                PROTOCOL))
                        .build());
        return () -> handshakes.remove(host);
    }

    /// Answers with a text until closed.
    Awaited await(String token, String text) {
        texts.put(token, text);
        return () -> texts.remove(token);
    }
}
