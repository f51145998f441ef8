package casemate.link;

import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/// An application on the loopback, which does one thing with each visitor and closes.
final class TestPod implements AutoCloseable {
    interface Visit {
        void with(Socket socket) throws IOException;
    }

    private final ServerSocket listening;
    private final AtomicInteger visits = new AtomicInteger();

    private TestPod(ServerSocket listening) {
        this.listening = listening;
    }

    static TestPod serve(Visit visit) throws IOException {
        TestPod pod = new TestPod(new ServerSocket(0, 128, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(() -> pod.listen(visit));
        return pod;
    }

    private void listen(Visit visit) {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                visits.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket, visit));
            } catch (IOException _) {
                // Closed.
            }
        }
    }

    private static void serve(Socket socket, Visit visit) {
        try (socket) {
            visit.with(socket);
        } catch (IOException _) {
            // The visitor has gone.
        }
    }

    Upstream upstream() {
        return new Upstream("127.0.0.1", listening.getLocalPort());
    }

    int visits() {
        return visits.get();
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
