package casemate.link;

import casemate.base.Refusal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Listens, shakes hands with each visitor on a virtual thread of its own, and hands over those who are believed.
final class Doorway implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Doorway.class.getName());
    private static final int BACKLOG = 128;

    private static final Duration END_WAIT = Duration.ofSeconds(5);
    static final Duration PAUSE = Duration.ofMillis(100);

    /// Serves one visitor until it is done; then the line is closed.
    interface Visit {
        void serve(TlsLine line) throws IOException, InterruptedException;
    }

    /// How many may be in at once.
    ///
    /// @param most altogether
    /// @param strangersEach from one address, of those who are shaking hands or have nothing to show, so that one
    ///     stranger does not fill the house
    record Room(int most, int strangersEach) {}

    private final ServerSocket listening;
    private final Tls tls;
    private final boolean mustShow;
    private final Deadlines deadlines;
    private final Visit visit;
    private final Semaphore room;
    private final Places strangers;
    private final Set<PlainLine> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final String name;
    private final Thread listener = Thread.ofVirtual().name("link-listener").unstarted(this::listen);
    private volatile boolean closed;

    private Doorway(
            ServerSocket listening,
            String name,
            Tls tls,
            boolean mustShow,
            Room bounds,
            Deadlines deadlines,
            Visit visit) {
        this.listening = listening;
        this.name = name;
        this.tls = tls;
        this.mustShow = mustShow;
        this.room = new Semaphore(bounds.most());
        this.strangers = new Places(bounds.strangersEach());
        this.deadlines = deadlines;
        this.visit = visit;
    }

    /// @param mustShow whether strangers are refused in the handshake
    /// @param bounds how many connections there may be at once; further ones are closed
    /// @throws Refusal `NAME-port-taken`
    static Doorway open(
            InetSocketAddress address,
            String name,
            Tls tls,
            boolean mustShow,
            Room bounds,
            Deadlines deadlines,
            Visit visit)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.bind(address, BACKLOG);
        } catch (IOException e) {
            listening.close();
            throw Refusal.conflict(
                    name + "-port-taken",
                    "Cannot listen at " + address.getHostString() + ":" + address.getPort()
                            + "; choose an address of this machine and a port that is free.");
        }
        Doorway door = new Doorway(listening, name, tls, mustShow, bounds, deadlines, visit);
        door.listener.start();
        return door;
    }

    int port() {
        return listening.getLocalPort();
    }

    private void listen() {
        while (!closed) {
            try {
                Socket socket = listening.accept();
                if (room.tryAcquire()) {
                    start(() -> welcome(socket));
                } else {
                    socket.close();
                }
            } catch (IOException e) {
                if (closed) {
                    return;
                }
                // Out of file handles, most likely; those who are here go on.
                LOG.log(System.Logger.Level.WARNING, "{0}: a visitor was not let in: {1}", name, e.getMessage());
                pause();
            }
        }
    }

    private void start(Runnable work) {
        Thread thread = Thread.ofVirtual().name("link-" + name).unstarted(() -> {
            try {
                work.run();
            } finally {
                threads.remove(Thread.currentThread());
            }
        });
        threads.add(thread);
        thread.start();
    }

    private void welcome(Socket socket) {
        String from = socket.getInetAddress().getHostAddress();
        try (socket) {
            PlainLine below = PlainLine.of(socket);
            open.add(below);
            try {
                Optional<Places.Place> stranger = closed ? Optional.empty() : strangers.take(from);
                if (stranger.isPresent()) {
                    receive(below, stranger.get());
                }
            } finally {
                open.remove(below);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0}: a visit from {1} ended: {2}", name, from, e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, name + ": a visit failed", e);
        } finally {
            room.release();
        }
    }

    private void receive(PlainLine below, Places.Place stranger) throws IOException, InterruptedException {
        try (stranger;
                TlsLine line = TlsLine.accept(tls, below, mustShow, deadlines)) {
            if (line.peer().isPresent()) {
                stranger.close();
            }
            visit.serve(line);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends every visit at once. When this returns, the address is free again.
    @Override
    public void close() {
        closed = true;
        try {
            listening.close();
            // The socket is closed for good when nobody waits at it any more.
            listener.join(END_WAIT);
        } catch (IOException _) {
            // It listens no more.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        open.forEach(PlainLine::abort);
        threads.forEach(Thread::interrupt);
    }
}
