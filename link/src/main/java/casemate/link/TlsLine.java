package casemate.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/// A connection under TLS 1.3, once both ends have shown who they are.
final class TlsLine implements Line {
    /// For the way there and the handshake: machines of one house are near, and may be busy.
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final PlainLine below;
    private final SSLSocket socket;

    private TlsLine(PlainLine below, SSLSocket socket) {
        this.below = below;
        this.socket = socket;
    }

    /// Goes there. When this returns, the other end has shown a certificate of the authority and the role of the
    /// context, and has been told nothing yet.
    ///
    /// @throws IOException caused by [Ours.OtherAuthority] when somebody else is there
    static TlsLine dial(Tls tls, String host, int port, Deadlines deadlines) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(host, port), Math.toIntExact(PATIENCE.toMillis()));
            PlainLine below = PlainLine.of(socket);
            TlsLine line = new TlsLine(below, tls.caller(socket, host, port));
            line.shake(tls, deadlines);
            if (line.peer().isEmpty()) {
                throw new SSLHandshakeException("no certificate");
            }
            return line;
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Takes a visitor in.
    ///
    /// @param mustShow whether one without a certificate is refused in the handshake
    static TlsLine accept(Tls tls, PlainLine below, boolean mustShow, Deadlines deadlines) throws IOException {
        TlsLine line = new TlsLine(below, tls.called(below.socket(), mustShow));
        line.shake(tls, deadlines);
        return line;
    }

    private void shake(Tls tls, Deadlines deadlines) throws IOException {
        try (var _ = deadlines.within(PATIENCE, this::abort)) {
            socket.startHandshake();
        }
        // A resumed session was looked at in another handshake, of this same context, perhaps long ago.
        X509Certificate[] chain = chain();
        if (chain.length > 0 && !tls.believed().lasts(chain[0])) {
            socket.getSession().invalidate();
            throw new SSLHandshakeException("the certificate has ended");
        }
    }

    /// What the other end has shown; empty for a stranger.
    Optional<X509Certificate> peer() {
        X509Certificate[] chain = chain();
        return chain.length == 0 ? Optional.empty() : Optional.of(chain[0]);
    }

    private X509Certificate[] chain() {
        try {
            Certificate[] chain = socket.getSession().getPeerCertificates();
            X509Certificate[] typed = new X509Certificate[chain.length];
            System.arraycopy(chain, 0, typed, 0, chain.length);
            return typed;
        } catch (SSLPeerUnverifiedException _) {
            return new X509Certificate[0];
        }
    }

    /// How long a read may wait from now on.
    void patience(Duration each) throws IOException {
        socket.setSoTimeout(Math.toIntExact(each.toMillis()));
    }

    @Override
    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void abort() {
        below.abort();
    }

    /// Says goodbye where that takes no time.
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to be done with it.
        }
        below.close();
    }
}
