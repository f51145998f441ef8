package casemate.edge;

import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import java.net.Socket;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Chooses a host's certificate by the name that the visitor asks for (SNI). No name, or one without a route here,
/// finds no key, and the handshake fails: a stranger learns nothing of who lives here.
final class HostKeys extends X509ExtendedKeyManager {
    /// Parsed native copies of keys; past it they are parsed again at each handshake, which only costs time.
    private static final int CACHED_KEYS = 4_096;

    private final Leaves leaves;
    private final Predicate<String> served;
    private final KeyManagerFactory factory;

    /// @param served whether a host is served where this context listens
    HostKeys(Leaves leaves, Predicate<String> served) {
        this.leaves = leaves;
        this.served = served;
        this.factory = new OpenSslCachingX509KeyManagerFactory(new Factory(this), CACHED_KEYS);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
        if (!keyType.startsWith("EC")) {
            return null;
        }
        return asked(engine).filter(served).flatMap(leaves::of).map(Leaf::alias).orElse(null);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return leaves.byAlias(alias).map(Leaf::chain).orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return leaves.byAlias(alias).map(Leaf::key).orElse(null);
    }

    private static Optional<String> asked(SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        for (SNIServerName name : session.getRequestedServerNames()) {
            if (name instanceof SNIHostName host) {
                return Optional.of(HostNames.lower(host.getAsciiName()));
            }
        }
        return Optional.empty();
    }

    /// One context serves all hosts: the key is chosen within the handshake.
    KeyManagerFactory factory() {
        return factory;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyTypes, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    /// The JDK's way of handing over a key manager.
    private static final class Factory extends KeyManagerFactory {
        Factory(KeyManager manager) {
            super(
                    new KeyManagerFactorySpi() {
                        @Override
                        protected void engineInit(@Nullable KeyStore store, char @Nullable [] password) {}

                        @Override
                        protected void engineInit(ManagerFactoryParameters parameters) {}

                        @Override
                        protected KeyManager[] engineGetKeyManagers() {
                            return new KeyManager[] {manager};
                        }
                    },
                    new Provider("Casemate", "1", "the edge's keys by host") {
                        private static final long serialVersionUID = 1L;
                    },
                    "Casemate");
        }
    }
}
