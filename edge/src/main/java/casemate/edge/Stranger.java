package casemate.edge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Somebody outside who knows an edge's address and a name: what the drills do with sockets. Every wait and every read
/// is bounded.
final class Stranger {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_ANSWER_BYTES = 64 << 10;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 [0-9]{3}");
    private static final int STATUS_AT = 9;

    private final EdgeTarget target;
    private final RandomGenerator chance;

    Stranger(EdgeTarget target, RandomGenerator chance) {
        this.target = target;
        this.chance = chance;
    }

    /// What a verified HTTPS request brought.
    record Visit(String head, String version, X509Certificate certificate) {
        Optional<String> header(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        }
    }

    /// A real handshake at one version with the root trusted and the name checked, then one request.
    Visit visit(String version, List<String> suites) throws IOException {
        try (Socket plain = connect(target.port());
                SSLSocket socket = (SSLSocket) Caller.trust(target)
                        .getSocketFactory()
                        .createSocket(plain, target.host(), target.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(target.host())));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setProtocols(new String[] {version});
            if (!suites.isEmpty()) {
                parameters.setCipherSuites(suites.toArray(String[]::new));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            socket.getOutputStream().write(request());
            String head = head(read(socket.getInputStream()));
            if (!head.startsWith("HTTP/1.1 ")) {
                throw new IOException("no HTTP answer");
            }
            return new Visit(head, socket.getSession().getProtocol(), (X509Certificate)
                    socket.getSession().getPeerCertificates()[0]);
        }
    }

    /// What a request brought, whole.
    record Answer(int status, String head, String body) {
        /// The values of a field, each as it came.
        List<String> all(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    /// One verified HTTPS request from an address of this machine's.
    ///
    /// @param lines the request line and fields besides Host and Connection
    Answer ask(InetAddress from, List<String> lines, String body) throws IOException {
        try (Socket plain = connect(from);
                SSLSocket socket = (SSLSocket) Caller.trust(target)
                        .getSocketFactory()
                        .createSocket(plain, target.host(), target.port(), true)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(target.host())));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            String head = String.join("\r\n", lines) + "\r\nHost: " + target.host() + "\r\nConnection: close\r\n"
                    + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n";
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
            String[] answer = new String(read(socket.getInputStream()), StandardCharsets.UTF_8).split("\r\n\r\n", 2);
            if (!STATUS.matcher(answer[0]).lookingAt()) {
                throw new IOException("no HTTP answer");
            }
            return new Answer(
                    Integer.parseInt(answer[0].substring(STATUS_AT, STATUS_AT + 3)),
                    answer[0],
                    answer.length > 1 ? answer[1] : "");
        }
    }

    private Socket connect(InetAddress from) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(address(), target.port()), (int) PATIENCE.toMillis());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Where the edge is found from this machine.
    InetAddress address() {
        return reachable(InetAddress.ofLiteral(target.address()));
    }

    /// Offers one version and some suites by hand.
    TlsHello.Reply offer(int version, List<Integer> suites) throws IOException {
        try (Socket socket = connect(target.port())) {
            return TlsHello.offer(
                    new DataInputStream(socket.getInputStream()),
                    new DataOutputStream(socket.getOutputStream()),
                    target.host(),
                    version,
                    suites,
                    chance);
        }
    }

    /// Whether something at this port answers an HTTP/1.1 request without TLS.
    boolean answersPlainly(int port) {
        return new String(say(port, request()), StandardCharsets.ISO_8859_1).startsWith("HTTP/");
    }

    /// Whether something at this port answers HTTP/2 without TLS (RFC 9113, 3.3): its first frame is SETTINGS, type 4.
    boolean answersPlainHttp2(int port) {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = say(port, preface);
        return answer.length >= 9 && answer[0] == 0 && answer[3] == 4 && answer[5] == 0;
    }

    /// What came back, or nothing where nobody listens.
    private byte[] say(int port, byte[] bytes) {
        try (Socket socket = connect(port)) {
            socket.getOutputStream().write(bytes);
            return read(socket.getInputStream());
        } catch (IOException _) {
            return new byte[0];
        }
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(reachable(InetAddress.ofLiteral(target.address())), port), (int)
                PATIENCE.toMillis());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /// Whoever listens everywhere is found at the loopback too.
    private static InetAddress reachable(InetAddress address) {
        return address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    }

    private byte[] request() {
        return ("GET / HTTP/1.1\r\nHost: " + target.host() + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] read(InputStream in) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0 && answer.size() < MAX_ANSWER_BYTES; n = in.read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException | SocketException | SSLException _) {
            // What came until then is the answer.
        }
        return answer.toByteArray();
    }

    private static String head(byte[] answer) {
        return new String(answer, StandardCharsets.ISO_8859_1).split("\r\n\r\n", 2)[0];
    }
}
