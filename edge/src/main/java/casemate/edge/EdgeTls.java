package casemate.edge;

import casemate.base.TlsPolicy;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import javax.net.ssl.SSLException;

/// Turns the policy into Netty's terms: BoringSSL where its library loads, the JDK's TLS elsewhere.
final class EdgeTls {
    private EdgeTls() {}

    static boolean boring() {
        return OpenSsl.isAvailable();
    }

    static SslContext context(TlsPolicy policy, HostKeys keys) {
        SslContextBuilder context = SslContextBuilder.forServer(keys.factory())
                .trustManager(new Nobody())
                .ciphers(policy.suites())
                .protocols(policy.versions())
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1));
        try {
            return boring()
                    ? context.sslProvider(SslProvider.OPENSSL)
                            .option(OpenSslContextOption.GROUPS, policy.groups().toArray(String[]::new))
                            .build()
                    : context.sslProvider(SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up", e);
        }
    }
}
