package casemate.link;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// How one end speaks TLS: version 1.3 and nothing else, with what it shows and whom it believes.
final class Tls {
    private static final String VERSION = "TLSv1.3";

    private final SSLContext context;
    private final Ours believed;

    private Tls(SSLContext context, Ours believed) {
        this.context = context;
        this.believed = believed;
    }

    static Tls of(Supplier<Identity> shown, Ours believed) {
        return of(new Shown(shown), believed);
    }

    /// For whoever has nothing to show yet.
    static Tls stranger(Ours believed) {
        return of((KeyManager) null, believed);
    }

    private static Tls of(@Nullable KeyManager shown, Ours believed) {
        try {
            SSLContext context = SSLContext.getInstance(VERSION);
            context.init(
                    shown == null ? new KeyManager[0] : new KeyManager[] {shown}, new TrustManager[] {believed}, null);
            return new Tls(context, believed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS 1.3", e);
        }
    }

    Ours believed() {
        return believed;
    }

    /// The calling end over a connection; host and port are what sessions are resumed by.
    SSLSocket caller(Socket over, String host, int port) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(over, host, port, true);
        socket.setUseClientMode(true);
        socket.setSSLParameters(parameters());
        return socket;
    }

    /// The called end over a connection.
    SSLSocket called(Socket over, boolean mustShow) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(over, null, true);
        socket.setUseClientMode(false);
        SSLParameters parameters = parameters();
        if (mustShow) {
            parameters.setNeedClientAuth(true);
        } else {
            parameters.setWantClientAuth(true);
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    private SSLParameters parameters() {
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(new String[] {VERSION});
        return parameters;
    }
}
