package casemate.agent.health;

import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks an application for its health page as the edge would, and looks at the status alone. A socket of our own,
/// because the JDK's client does not let its caller choose the Host header.
public final class HealthProbe {
    private static final Duration CONNECT = Duration.ofSeconds(1);
    /// A first page may compile and cache a great deal.
    private static final Duration ANSWER = Duration.ofSeconds(10);
    /// `HTTP/1.1 200`
    private static final int STATUS_BYTES = 12;

    private HealthProbe() {}

    /// What the application said.
    ///
    /// @param status the HTTP status; 0 when there was none
    public record Answer(int status, String why) {
        public boolean good() {
            return status >= 200 && status < 400;
        }
    }

    public static Answer ask(Upstream upstream, String host, String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: " + host
                + "\r\nUser-Agent: casemate-agent\r\nAccept: */*\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(upstream.address(), upstream.port()), (int) CONNECT.toMillis());
            InputStream in = new Until(socket, ANSWER);
            if (upstream.protocol() == Upstream.Protocol.H2C) {
                int status = Http2Probe.ask(in, socket.getOutputStream(), host, path);
                return status == 0 ? new Answer(0, "the application does not speak HTTP/2") : said(status);
            }
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(in);
        } catch (IOException e) {
            return new Answer(0, "the application does not answer: " + e.getMessage());
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String line = new String(in.readNBytes(STATUS_BYTES), StandardCharsets.US_ASCII);
        if (!line.matches("HTTP/1\\.[01] [1-5][0-9][0-9]")) {
            return new Answer(0, "the application does not speak HTTP");
        }
        return said(Integer.parseInt(line.substring(STATUS_BYTES - 3)));
    }

    private static Answer said(int status) {
        return new Answer(status, "the health page answers " + status);
    }
}
