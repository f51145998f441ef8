package casemate.edge;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Turns the policy into Netty's terms: BoringSSL where its library loads, the JDK's TLS elsewhere.
final class EdgeTls extends SSLEngineOptions {
    private final TlsPolicy policy;

    EdgeTls(TlsPolicy policy) {
        this.policy = policy;
    }

    static boolean boring() {
        return OpenSsl.isAvailable();
    }

    @Override
    public SSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new Contexts();
    }

    private final class Contexts implements SslContextFactory {
        private @Nullable KeyManagerFactory keys;

        @Override
        public SslContextFactory keyMananagerFactory(KeyManagerFactory factory) {
            this.keys = factory;
            return this;
        }

        @Override
        public SslContext create() throws SSLException {
            SslContextBuilder context = SslContextBuilder.forServer(Objects.requireNonNull(keys, "keys"))
                    .ciphers(policy.suites())
                    .protocols(policy.versions())
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            ApplicationProtocolNames.HTTP_2,
                            ApplicationProtocolNames.HTTP_1_1));
            return boring()
                    ? context.sslProvider(SslProvider.OPENSSL)
                            .option(OpenSslContextOption.GROUPS, policy.groups().toArray(String[]::new))
                            .build()
                    : context.sslProvider(SslProvider.JDK).build();
        }
    }
}
