package casemate.link;

import casemate.base.Unavailable;
import casemate.wire.Upstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Iterator;
import java.util.stream.Stream;

/// The near end of the way to one pod: listens while the pod is reported.
final class FarPod implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FarPod.class.getName());
    private static final int BACKLOG = 128;
    private static final Duration RETRY = Duration.ofSeconds(5);

    private static final Duration END_WAIT = Duration.ofSeconds(5);

    /// Carries one connection until it ends.
    interface Way {
        void carry(PlainLine near) throws InterruptedException;
    }

    private final ServerSocket listening;
    private final Way way;
    private final Thread thread = Thread.ofVirtual().name("far-pod").unstarted(this::listen);

    private FarPod(ServerSocket listening, Way way) {
        this.listening = listening;
        this.way = way;
    }

    /// At the first of these addresses that is free.
    ///
    /// @throws Unavailable when none is
    static FarPod open(Stream<InetSocketAddress> addresses, Way way) {
        IOException last = new IOException("no address");
        for (Iterator<InetSocketAddress> each = addresses.iterator(); each.hasNext(); ) {
            try {
                FarPod pod = new FarPod(bound(each.next()), way);
                pod.thread.start();
                return pod;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new Unavailable("No address of the loopback is free for a pod on a node", RETRY, last);
    }

    /// Where it listens.
    Upstream near(Upstream.Protocol speaks) {
        return new Upstream(listening.getInetAddress().getHostAddress(), listening.getLocalPort(), speaks);
    }

    private static ServerSocket bound(InetSocketAddress address) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(address, BACKLOG);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private void listen() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                Thread.ofVirtual().name("far-pod-way").start(() -> carry(socket));
            } catch (IOException e) {
                if (!listening.isClosed() && !paused(e)) {
                    return;
                }
            }
        }
    }

    private void carry(Socket socket) {
        try (PlainLine near = PlainLine.of(socket)) {
            way.carry(near);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection ended at once: {0}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Out of file handles, most likely.
    private static boolean paused(IOException e) {
        LOG.log(System.Logger.Level.WARNING, "a visitor was not let in: {0}", e.getMessage());
        try {
            Thread.sleep(Doorway.PAUSE);
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }

    /// Takes nobody new. When this returns, the address is free again.
    @Override
    public void close() {
        try {
            listening.close();
            // The socket is closed for good when nobody waits at it any more.
            thread.join(END_WAIT);
        } catch (IOException _) {
            // It listens no more.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
