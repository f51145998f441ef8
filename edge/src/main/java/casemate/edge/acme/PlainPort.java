package casemate.edge.acme;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The one place where something is said without TLS: to an authority that brings a token we gave it. Listens only
/// while such a challenge waits, and closes on everybody else without a word (EDG-1).
final class PlainPort implements AutoCloseable {
    private static final Pattern ASKED = Pattern.compile(
            "GET /\\.well-known/acme-challenge/([A-Za-z0-9_-]{1,256}) HTTP/1\\.[01]\r?\n.*", Pattern.DOTALL);
    /// Authorities come from a handful of places.
    private static final int MOST = 32;

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int MAX_HEAD_BYTES = 4_096;

    private final ServerSocket server;
    private final AcmeChallenges challenges;
    private final Semaphore room = new Semaphore(MOST);

    private PlainPort(ServerSocket server, AcmeChallenges challenges) {
        this.server = server;
        this.challenges = challenges;
    }

    static PlainPort open(InetAddress address, int port, AcmeChallenges challenges) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(address, port), MOST);
        PlainPort opened = new PlainPort(server, challenges);
        Thread.ofVirtual().name("acme-http").start(opened::accept);
        return opened;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket visitor = server.accept();
                if (room.tryAcquire()) {
                    Thread.ofVirtual().name("acme-http-visitor").start(() -> serve(visitor));
                } else {
                    visitor.close();
                }
            } catch (IOException _) {
                // Closed, or a visitor who left before being greeted.
            }
        }
    }

    private void serve(Socket visitor) {
        try (visitor) {
            visitor.setSoTimeout(PATIENCE_MILLIS);
            String text = answer(head(visitor.getInputStream()));
            if (text != null) {
                visitor.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                                        + text.length() + "\r\nConnection: close\r\n\r\n" + text)
                                .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (SocketException _) {
            // Gone already.
        } catch (IOException _) {
            // Too slow, or gone.
        } finally {
            room.release();
        }
    }

    private @Nullable String answer(String head) {
        Matcher asked = ASKED.matcher(head);
        return asked.matches() ? challenges.text(asked.group(1)) : null;
    }

    /// One byte at a time, within bounds of size and time: a challenge is a few hundred bytes.
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
        while (head.length() < MAX_HEAD_BYTES && System.nanoTime() < end) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            head.append((char) read);
            if (head.indexOf("\r\n\r\n", Math.max(head.length() - 4, 0)) >= 0) {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
