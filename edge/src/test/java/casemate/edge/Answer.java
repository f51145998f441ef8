package casemate.edge;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Bytes that came back on one connection, and the first answer in them.
record Answer(String text) {
    static Answer read(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                text.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
        } catch (SocketException | javax.net.ssl.SSLException _) {
            // A reset after the answer is as good as its end.
        }
        return new Answer(text.toString());
    }

    /// The next answer of a connection that stays open. It says its length, or has no body.
    static Answer one(InputStream in) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended before an answer's head did");
            }
            text.append((char) next);
        }
        Answer head = new Answer(text.toString());
        String length = head.header("content-length");
        byte[] body = in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length));
        return new Answer(text + new String(body, StandardCharsets.ISO_8859_1));
    }

    int status() {
        return text.matches("(?s)HTTP/1\\.[01] [0-9]{3}.*") ? Integer.parseInt(text.substring(9, 12)) : -1;
    }

    List<String> all(String header) {
        List<String> found = new ArrayList<>();
        for (String line : text.split("\r\n\r\n", 2)[0].split("\r\n", -1)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(header)) {
                found.add(line.substring(colon + 1).strip());
            }
        }
        return found;
    }

    String header(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? "" : all.getFirst();
    }

    String body() {
        String[] parts = text.split("\r\n\r\n", 2);
        return parts.length < 2
                ? ""
                : new String(parts[1].getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    long answers() {
        return text.split("HTTP/1[.][01] ", -1).length - 1L;
    }
}
