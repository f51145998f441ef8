package casemate.link;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.Map;
import jdk.net.ExtendedSocketOptions;

/// A TCP connection.
final class PlainLine implements Line {
    /// A machine that is gone is noticed within two minutes, however quiet a connection is; one that is only quiet is
    /// left alone: how long it may be is the edge's to say.
    private static final Map<SocketOption<Integer>, Duration> PROBES = Map.of(
            ExtendedSocketOptions.TCP_KEEPIDLE, Duration.ofSeconds(60),
            ExtendedSocketOptions.TCP_KEEPINTERVAL, Duration.ofSeconds(15));

    private static final int PROBES_LOST = 4;

    private final Socket socket;

    private PlainLine(Socket socket) {
        this.socket = socket;
    }

    static PlainLine of(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        for (Map.Entry<SocketOption<Integer>, Duration> probe : PROBES.entrySet()) {
            if (socket.supportedOptions().contains(probe.getKey())) {
                socket.setOption(
                        probe.getKey(), Math.toIntExact(probe.getValue().toSeconds()));
            }
        }
        if (socket.supportedOptions().contains(ExtendedSocketOptions.TCP_KEEPCOUNT)) {
            socket.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES_LOST);
        }
        return new PlainLine(socket);
    }

    Socket socket() {
        return socket;
    }

    @Override
    public InputStream in() throws IOException {
        return socket.getInputStream();
    }

    @Override
    public OutputStream out() throws IOException {
        return socket.getOutputStream();
    }

    @Override
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void abort() {
        try {
            // A reset, not an end.
            socket.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // Closed already.
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing is left to be done with it.
        }
    }
}
