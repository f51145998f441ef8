package casemate.edge;

import casemate.edge.acme.TrustedRoots;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One connection to an edge from a chosen address, over which a drill asks one thing after the other, or sends what no
/// browser would. Every wait is bounded.
final class Caller implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_HEAD_BYTES = 16 << 10;
    private static final int MAX_BODY_BYTES = 1 << 20;

    private final EdgeTarget target;
    private final SSLSocket socket;
    private final InputStream in;

    private Caller(EdgeTarget target, SSLSocket socket) throws IOException {
        this.target = target;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /// @param source an address of this machine: all of 127/8 is
    /// @param protocol `http/1.1` or `h2`
    static Caller open(EdgeTarget target, InetAddress source, String protocol) throws IOException {
        InetAddress edge = InetAddress.ofLiteral(target.address());
        Socket plain = new Socket();
        try {
            plain.bind(new InetSocketAddress(source, 0));
            plain.setSoTimeout((int) PATIENCE.toMillis());
            // Else a small request waits 40 ms for the acknowledgement of the handshake's end.
            plain.setTcpNoDelay(true);
            plain.connect(
                    new InetSocketAddress(
                            edge.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : edge, target.port()),
                    (int) PATIENCE.toMillis());
            SSLSocket socket = (SSLSocket)
                    trust(target).getSocketFactory().createSocket(plain, target.host(), target.port(), true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(target.host())));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {protocol});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new Caller(target, socket);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /// An HTTP/1.1 answer.
    record Said(int status, String head, String body) {
        /// The first field of this name, or empty.
        String field(String lower) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(lower + ":"))
                    .map(line -> line.substring(lower.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    /// @param fields further lines of the head, each with its line end
    Said ask(String method, String path, String fields) throws IOException {
        return ask(method, path, fields, new byte[0]);
    }

    /// @param fields further lines of the head, which say the body's length
    Said ask(String method, String path, String fields, byte[] body) throws IOException {
        byte[] asked = (method + " " + path + " HTTP/1.1\r\nHost: " + target.host() + "\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(asked, asked.length + body.length);
        System.arraycopy(body, 0, all, asked.length, body.length);
        say(all);
        String head = head();
        if (!head.startsWith("HTTP/1.1 ")) {
            throw new IOException("no HTTP answer");
        }
        Said bare = new Said(Integer.parseInt(head.substring(9, 12)), head, "");
        String length = bare.field("content-length");
        int bytes = length.isEmpty() ? 0 : Math.min(Integer.parseInt(length), MAX_BODY_BYTES);
        return new Said(bare.status(), head, new String(in.readNBytes(bytes), StandardCharsets.UTF_8));
    }

    Said get(String path) throws IOException {
        return ask("GET", path, "");
    }

    void say(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    /// What comes, byte by byte.
    InputStream heard() {
        return in;
    }

    /// Reads whatever comes, and says whether the edge ends the connection within this time.
    boolean ends(Duration within) throws IOException {
        long end = System.nanoTime() + within.toNanos();
        byte[] rest = new byte[MAX_HEAD_BYTES];
        while (true) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return false;
            }
            socket.setSoTimeout((int) left);
            try {
                if (in.read(rest) < 0) {
                    return true;
                }
            } catch (SocketTimeoutException _) {
                return false;
            } catch (IOException _) {
                return true;
            }
        }
    }

    private String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD_BYTES) {
            int c = in.read();
            if (c < 0) {
                break;
            }
            head.append((char) c);
            if (c == '\n'
                    && head.length() >= 4
                    && head.substring(head.length() - 4).equals("\r\n\r\n")) {
                break;
            }
        }
        return head.toString();
    }

    /// Trusts the target's authority and nobody else.
    static SSLContext trust(EdgeTarget target) {
        return TrustedRoots.only(target.authorityPem());
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Gone is gone.
        }
    }
}
