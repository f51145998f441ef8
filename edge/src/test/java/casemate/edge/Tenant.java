package casemate.edge;

import casemate.base.InstanceId;
import casemate.wire.Caps;
import casemate.wire.Route;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Upstream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// One customer's application with two replicas that answers every request with its own mark and the request's:
/// an answer that went to the wrong visitor, or came from the wrong tenant, cannot look right.
final class Tenant implements AutoCloseable {
    private static final int BACKLOG = 200;
    private static final int MAX_HEAD_BYTES = 16 << 10;

    private final int number;
    private final List<ServerSocket> replicas;

    private Tenant(int number, List<ServerSocket> replicas) {
        this.number = number;
        this.replicas = replicas;
    }

    static Tenant open(int number) throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        Tenant made =
                new Tenant(number, List.of(new ServerSocket(0, BACKLOG, here), new ServerSocket(0, BACKLOG, here)));
        made.replicas.forEach(replica -> Thread.ofVirtual().start(() -> made.accept(replica)));
        return made;
    }

    String host() {
        return "tenant" + number + "." + EdgeHouse.DOMAIN;
    }

    /// What an answer to a request for a path must say.
    String mark(String path) {
        return "tenant " + number + " says " + path;
    }

    /// @param turn 0 for the first replica, 1 for the second, 2 for both
    Route route(int turn, Shield shield) {
        List<Upstream> all = replicas.stream()
                .map(replica -> new Upstream("127.0.0.1", replica.getLocalPort()))
                .toList();
        InstanceId instance = new InstanceId("ins_0" + String.format("%025d", number));
        return new Route(
                host(),
                Optional.of(instance),
                Route.State.SERVING,
                turn > 1 ? all : List.of(all.get(turn)),
                RouteRules.USUAL.with(shield).with(new Caps(UNBOUNDED, UNBOUNDED, UNBOUNDED)));
    }

    private static final long UNBOUNDED = 1_000_000_000;

    private void accept(ServerSocket replica) {
        try {
            while (true) {
                Socket socket = replica.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String line = requestLine(in); !line.isEmpty(); line = requestLine(in)) {
                byte[] body = mark(line.split(" ", -1)[1]).getBytes(StandardCharsets.UTF_8);
                byte[] head = ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + body.length
                                + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
                byte[] answer = java.util.Arrays.copyOf(head, head.length + body.length);
                System.arraycopy(body, 0, answer, head.length, body.length);
                out.write(answer);
                out.flush();
            }
        } catch (IOException _) {
            // The edge was killed.
        }
    }

    /// The first line of the next head, the rest of it read; empty at the end.
    private static String requestLine(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        int last = 0;
        for (int c = in.read(); c >= 0 && head.length() < MAX_HEAD_BYTES; c = in.read()) {
            head.append((char) c);
            last = c == '\n' ? last + 1 : c == '\r' ? last : 0;
            if (last == 2) {
                return head.substring(0, head.indexOf("\r\n"));
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket replica : replicas) {
            replica.close();
        }
    }
}
