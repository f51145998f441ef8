package casemate.agent.attack;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Listens on the host, on every address, for as long as a drill runs: what a pod must not be able to reach. It says
/// its marker to whoever connects and remembers whether a datagram with it came.
final class HostEar implements AutoCloseable {
    private static final int MARKER_BYTES = 16;
    /// Datagrams that arrived lie in the socket's buffer already.
    private static final int LISTEN_MILLIS = 50;

    private static final int CALL_MILLIS = 2_000;
    private static final int MAX_QUESTION = 2_048;
    private static final int TRIES = 20;

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final String marker;

    private HostEar(ServerSocket tcp, DatagramSocket udp, String marker) {
        this.tcp = tcp;
        this.udp = udp;
        this.marker = marker;
    }

    static HostEar open() throws IOException {
        byte[] chance = new byte[MARKER_BYTES];
        new SecureRandom().nextBytes(chance);
        HostEar ear = bind(HexFormat.of().formatHex(chance));
        Thread.ofVirtual().name("agent-drill-ear").start(ear::answer);
        return ear;
    }

    /// The same port for both protocols: chosen by the kernel for one, tried for the other.
    private static HostEar bind(String marker) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            ServerSocket tcp = new ServerSocket(0);
            try {
                return new HostEar(tcp, new DatagramSocket(tcp.getLocalPort()), marker);
            } catch (IOException _) {
                tcp.close();
            }
        }
        throw new IOException("no port is free for both TCP and UDP");
    }

    private void answer() {
        while (!tcp.isClosed()) {
            try {
                Socket caller = tcp.accept();
                Thread.ofVirtual().name("agent-drill-ear-call").start(() -> answer(caller));
            } catch (IOException _) {
                // The drill is over.
            }
        }
    }

    /// Reads the question before it answers: closing a socket with unread bytes in it takes the answer back.
    private void answer(Socket caller) {
        try (caller) {
            caller.setSoTimeout(CALL_MILLIS);
            StringBuilder question = new StringBuilder();
            while (question.indexOf("\r\n\r\n") < 0 && question.length() < MAX_QUESTION) {
                int c = caller.getInputStream().read();
                if (c < 0) {
                    break;
                }
                question.append((char) c);
            }
            caller.getOutputStream()
                    .write(("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n" + marker)
                            .getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // The caller left.
        }
    }

    String marker() {
        return marker;
    }

    int port() {
        return tcp.getLocalPort();
    }

    boolean heard() throws IOException {
        udp.setSoTimeout(LISTEN_MILLIS);
        DatagramPacket packet = new DatagramPacket(new byte[256], 256);
        try {
            udp.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.US_ASCII).contains(marker);
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        tcp.close();
        udp.close();
    }
}
