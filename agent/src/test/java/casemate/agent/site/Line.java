package casemate.agent.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// The line to a server of this host: good, so narrow that bytes come at a crawl, or cut after some of them.
public final class Line implements AutoCloseable {
    private static final int CHUNK = 16 << 10;
    /// 4 KiB/s: a handshake gets through, a copy does not.
    private static final int NARROW_CHUNK = 256;

    private static final Duration NARROW_PAUSE = Duration.ofNanos(1_000_000_000L / 16);

    private final int to;
    private final ServerSocket listening;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicLong left = new AtomicLong(Long.MAX_VALUE);
    private volatile boolean narrow;

    private Line(int to, ServerSocket listening) {
        this.to = to;
        this.listening = listening;
    }

    public static Line to(int port) throws IOException {
        Line line = new Line(port, new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
        Thread.ofPlatform().daemon().name("line").start(line::accept);
        return line;
    }

    public int port() {
        return listening.getLocalPort();
    }

    public void narrow() {
        narrow = true;
    }

    /// Breaks off after so many more bytes have gone to the server, and lets nobody through any more.
    public void cutAfter(long bytes) {
        left.set(bytes);
    }

    public void mend() {
        narrow = false;
        left.set(Long.MAX_VALUE);
        closeAll();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listening.accept();
                open.add(client);
                if (left.get() <= 0) {
                    client.close();
                    continue;
                }
                Socket server = new Socket();
                open.add(server);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), to));
                Thread.ofPlatform().daemon().start(() -> pump(client, server, left));
                Thread.ofPlatform().daemon().start(() -> pump(server, client, new AtomicLong(Long.MAX_VALUE)));
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    private void pump(Socket from, Socket into, AtomicLong most) {
        byte[] buffer = new byte[CHUNK];
        try (from;
                into;
                InputStream in = from.getInputStream();
                OutputStream out = into.getOutputStream()) {
            while (true) {
                int count = in.read(buffer, 0, narrow ? NARROW_CHUNK : CHUNK);
                if (count < 0 || most.addAndGet(-count) <= 0) {
                    return;
                }
                out.write(buffer, 0, count);
                if (narrow) {
                    LockSupport.parkNanos(NARROW_PAUSE.toNanos());
                }
            }
        } catch (IOException _) {
            // One end is gone: so is the other.
        }
    }

    private void closeAll() {
        for (Socket each : open) {
            try {
                each.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        closeAll();
    }
}
