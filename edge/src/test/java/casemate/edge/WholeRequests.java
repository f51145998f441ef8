package casemate.edge;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/// An application that reads each request to its end before it answers, and tells whole ones from
/// those that broke off.
final class WholeRequests implements AutoCloseable {
    private final List<String> whole = new CopyOnWriteArrayList<>();
    private final Application application = new Application(this::answer);

    WholeRequests() throws IOException {}

    int port() {
        return application.port();
    }

    /// Heads of all requests, byte for byte.
    List<String> heads() {
        return application.heads;
    }

    /// Heads of those whose body came to its end.
    List<String> whole() {
        return whole;
    }

    void forget() {
        application.heads.clear();
        whole.clear();
    }

    private void answer(String head, InputStream body, OutputStream out) throws IOException {
        String lower = head.toLowerCase(Locale.ROOT);
        if (lower.contains("\r\ntransfer-encoding: chunked\r\n")) {
            chunks(body);
        } else if (lower.contains("\r\ncontent-length: ")) {
            skip(
                    body,
                    Integer.parseInt(lower.split("\r\ncontent-length: ", 2)[1].split("\r\n", 2)[0]));
        }
        whole.add(head);
        Application.write(out, "ok");
    }

    private static void chunks(InputStream body) throws IOException {
        for (long size = size(body); size > 0; size = size(body)) {
            skip(body, size + 2);
        }
        while (!line(body).isEmpty()) {}
    }

    private static long size(InputStream body) throws IOException {
        return Long.parseLong(line(body), 16);
    }

    private static String line(InputStream body) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || !line.substring(line.length() - 2).equals("\r\n")) {
            add(line, body.read());
        }
        return line.substring(0, line.length() - 2);
    }

    private static void add(StringBuilder line, int c) throws IOException {
        if (c < 0) {
            throw new IOException("cut off");
        }
        line.append((char) c);
    }

    private static void skip(InputStream body, long bytes) throws IOException {
        for (long left = bytes; left > 0; left--) {
            if (body.read() < 0) {
                throw new IOException("cut off");
            }
        }
    }

    @Override
    public void close() throws IOException {
        application.close();
    }
}
