package casemate.agent.health;

import java.io.FilterInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// What a socket brings within a time in all: an application that sends a byte now and then holds nobody up.
final class Until extends FilterInputStream {
    private final Socket socket;
    private final long end;

    Until(Socket socket, Duration time) throws IOException {
        super(socket.getInputStream());
        this.socket = socket;
        this.end = System.nanoTime() + time.toNanos();
    }

    @Override
    public int read() throws IOException {
        bound();
        return super.read();
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
        bound();
        return super.read(into, from, most);
    }

    private void bound() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("Read timed out");
        }
        socket.setSoTimeout((int) left);
    }
}
