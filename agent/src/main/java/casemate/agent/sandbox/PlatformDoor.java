package casemate.agent.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;

/// The one way from a pod to the platform: a proxy at the host's end of its cable (`CONNECT`, RFC 9110, 9.3.6) that
/// leads
/// to the platform's own public host at the edge, and to no other. It looks at the name that the TLS handshake asks
/// for,
/// and passes bytes on without being able to read them: the pod checks the edge's certificate as everybody does.
///
/// The edge sees the pod's end of the cable as who asks, so that what it counts against a pod is that pod's alone.
public final class PlatformDoor {
    /// On no host's list of services, so that nothing that listens on all addresses is in its way.
    public static final int PORT = 20_443;

    private static final System.Logger LOG = System.getLogger(PlatformDoor.class.getName());
    /// At once, for one pod. An application asks for keys now and then, and for a token at a sign-in.
    private static final int MOST = 32;
    private static final int BACKLOG = 16;
    private static final int MAX_HEAD = 4 << 10;
    private static final int BUFFER = 16 << 10;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final String REFUSED = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    private static final String CONNECTED = "HTTP/1.1 200 Connected\r\n\r\n";

    private final String host;
    private final List<String> asked;
    private final InetSocketAddress edge;

    /// @param authority the platform's public host, with the port that stands in its addresses
    /// @param edge where the edge listens, as seen from the host
    public PlatformDoor(String authority, InetSocketAddress edge) {
        int colon = authority.indexOf(':');
        this.host = colon < 0 ? authority : authority.substring(0, colon);
        String whole = colon < 0 ? authority + ":443" : authority;
        this.asked = List.of("CONNECT " + whole + " HTTP/1.1", "CONNECT " + whole + " HTTP/1.0");
        this.edge = edge;
    }

    /// How a pod names it.
    public static String at(Address address) {
        return address.host() + ":" + PORT;
    }

    /// One pod's own, until it is closed.
    final class Open implements AutoCloseable {
        private final ServerSocket ear;
        private final Semaphore free = new Semaphore(MOST);

        private Open(ServerSocket ear) {
            this.ear = ear;
        }

        private void listen() {
            while (!ear.isClosed()) {
                try {
                    Socket caller = ear.accept();
                    if (free.tryAcquire()) {
                        Thread.ofVirtual().name("platform-door").start(() -> serve(caller));
                    } else {
                        caller.close();
                    }
                } catch (IOException _) {
                    // Closed, or one caller less.
                }
            }
        }

        private void serve(Socket caller) {
            try (caller;
                    Socket far = new Socket()) {
                caller.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
                OutputStream back = caller.getOutputStream();
                if (!asked.contains(firstLine(caller.getInputStream()))) {
                    back.write(REFUSED.getBytes(StandardCharsets.US_ASCII));
                    return;
                }
                back.write(CONNECTED.getBytes(StandardCharsets.US_ASCII));
                byte[] hello = HandshakeName.record(caller.getInputStream());
                if (!host.equals(HandshakeName.of(hello))) {
                    LOG.log(System.Logger.Level.INFO, "a pod asked for another host than the platform's own");
                    return;
                }
                far.bind(new InetSocketAddress(ear.getInetAddress(), 0));
                far.connect(edge, Math.toIntExact(PATIENCE.toMillis()));
                far.getOutputStream().write(hello);
                caller.setSoTimeout(Math.toIntExact(IDLE.toMillis()));
                far.setSoTimeout(Math.toIntExact(IDLE.toMillis()));
                Thread answers = Thread.ofVirtual().name("platform-door").start(() -> pass(far, caller));
                pass(caller, far);
                answers.join();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "a pod's way to the platform ended: {0}", e.getMessage());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                free.release();
            }
        }

        @Override
        public void close() {
            try {
                ear.close();
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "a pod's way to the platform did not close: {0}", e.getMessage());
            }
        }
    }

    /// @throws IOException when something else of the host listens there
    Open open(Address address) throws IOException {
        ServerSocket ear = new ServerSocket();
        try {
            ear.setReuseAddress(true);
            ear.bind(new InetSocketAddress(address.host(), PORT), BACKLOG);
        } catch (IOException e) {
            ear.close();
            throw new IOException("the way to the platform cannot be opened at " + at(address), e);
        }
        Open open = new Open(ear);
        Thread.ofVirtual().name("platform-door-" + address.host()).start(open::listen);
        return open;
    }

    /// Of a head without a body; all of it is read, so that what follows is the handshake.
    private static String firstLine(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 2) {
            int next = in.read();
            if (next < 0 || head.size() == MAX_HEAD) {
                throw new IOException("no proper head");
            }
            head.write(next);
            ends = next == '\n' ? ends + 1 : next == '\r' ? ends : 0;
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        return text.substring(0, text.indexOf('\n')).strip();
    }

    /// Until either side ends; then the other hears of it.
    private static void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
            to.shutdownOutput();
        } catch (IOException _) {
            shut(from);
            shut(to);
        }
    }

    private static void shut(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is what was wanted
        }
    }
}
