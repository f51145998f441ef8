package casemate.edge;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Visitors who ask all tenants for ever new paths over kept connections, and look at every answer.
final class Crowd implements AutoCloseable {
    private static final int READ_MILLIS = 30_000;
    private static final int MAX_HEAD_BYTES = 32 << 10;
    /// Before asking again after no answer. All of them together come back soon enough, and leave the machine to an
    /// edge that starts.
    private static final Duration PAUSE = Duration.ofMillis(50);

    final AtomicLong right = new AtomicLong();
    /// Answers that were whole and not what the tenant says: there must be none.
    final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    /// Requests that got no whole answer: the edge was being killed.
    final AtomicLong unanswered = new AtomicLong();

    private final List<Tenant> tenants;
    private final int port;
    private final SSLContext trust;
    private final List<Thread> visitors = new ArrayList<>();
    private final AtomicInteger names = new AtomicInteger();
    private volatile boolean stopping;

    Crowd(List<Tenant> tenants, int port, Path root) throws IOException {
        this.tenants = tenants;
        this.port = port;
        this.trust = EdgeHouse.trust(Files.readString(root, StandardCharsets.US_ASCII));
    }

    void start(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            visitors.add(Thread.ofVirtual().start(() -> visit(new Random(number))));
        }
    }

    private void visit(Random chance) {
        Map<Tenant, SSLSocket> open = new HashMap<>();
        Map<Tenant, InputStream> answers = new HashMap<>();
        while (!stopping) {
            Tenant tenant = tenants.get(chance.nextInt(tenants.size()));
            try {
                SSLSocket socket = open.get(tenant);
                if (socket == null) {
                    socket = connect(tenant.host());
                    open.put(tenant, socket);
                    answers.put(tenant, new BufferedInputStream(socket.getInputStream()));
                }
                ask(tenant, socket, java.util.Objects.requireNonNull(answers.get(tenant)));
            } catch (IOException _) {
                unanswered.incrementAndGet();
                close(open.remove(tenant));
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        open.values().forEach(Crowd::close);
    }

    private void ask(Tenant tenant, SSLSocket socket, InputStream in) throws IOException {
        String path = "/" + names.incrementAndGet();
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + tenant.host() + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String head = head(in);
        byte[] body = in.readNBytes(length(head));
        String said = head.substring(0, 12) + " " + new String(body, StandardCharsets.UTF_8);
        if (said.equals("HTTP/1.1 200 " + tenant.mark(path))) {
            right.incrementAndGet();
        } else {
            wrong.add(tenant.host() + path + " got " + said);
        }
    }

    private static int length(String head) throws IOException {
        for (String line : head.split("\r\n", -1)) {
            if (line.regionMatches(true, 0, "content-length:", 0, "content-length:".length())) {
                return Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
        }
        throw new IOException("an answer without a length");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < MAX_HEAD_BYTES) {
            int c = in.read();
            if (c < 0) {
                throw new IOException("no answer");
            }
            head.append((char) c);
            int end = head.length() - 4;
            if (c == '\n' && end > 0 && head.substring(end).equals("\r\n\r\n")) {
                return head.toString();
            }
        }
        throw new IOException("a head that does not end");
    }

    /// A verified connection to the edge, which must be there.
    SSLSocket connect(String host) throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        // By its name, under which the client keeps sessions.
        SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket(plain, host, port, true);
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(READ_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(host)));
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void close(java.io.@org.jspecify.annotations.Nullable Closeable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException _) {
            // Gone already.
        }
    }

    @Override
    public void close() {
        stopping = true;
        try {
            for (Thread visitor : visitors) {
                visitor.join();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
