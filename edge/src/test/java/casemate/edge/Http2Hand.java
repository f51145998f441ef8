package casemate.edge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One HTTP/2 request over a connection of its own, written by hand: as no library would send it.
final class Http2Hand {
    private static final int READ_MILLIS = 5_000;
    private static final int DATA = 0;
    private static final int GO_AWAY = 7;
    /// By its place in the static table (RFC 7541, appendix A).
    private static final int STATUS_200 = 0x88;
    /// Lengths up to here are one byte.
    private static final int LONGEST_TEXT = 126;

    private Http2Hand() {}

    /// Whether the answer is 200; a reset is none.
    ///
    /// @param block the fields, as HPACK has them
    static boolean isServed(EdgeHouse house, byte[] block, String body) throws IOException {
        try (SSLSocket socket = connect(house)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Http2Bytes.preface());
            out.writeBytes(Http2Bytes.frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, block));
            out.writeBytes(Http2Bytes.frame(DATA, Http2Bytes.END_STREAM, 1, body.getBytes(StandardCharsets.US_ASCII)));
            socket.getOutputStream().write(out.toByteArray());
            socket.getOutputStream().flush();
            return isServed(new DataInputStream(socket.getInputStream()));
        }
    }

    static SSLSocket connect(EdgeHouse house) throws IOException {
        SSLSocket socket = (SSLSocket) house.trust().getSocketFactory().createSocket("127.0.0.1", house.edge.port());
        socket.setSoTimeout(READ_MILLIS);
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(EdgeHouse.ACME)));
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        return socket;
    }

    /// How an answer ended.
    enum Ends {
        BODY,
        TRAILERS,
        RESET
    }

    /// Sends a body and a field after it, and says how the answer ended.
    static Ends trailers(EdgeHouse house, String name, String value) throws IOException {
        try (SSLSocket socket = connect(house)) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            field(":method", "POST", head);
            field(":scheme", "https", head);
            field(":authority", EdgeHouse.ACME, head);
            field(":path", "/", head);
            field("te", "trailers", head);
            ByteArrayOutputStream after = new ByteArrayOutputStream();
            field(name, value, after);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(Http2Bytes.preface());
            out.writeBytes(Http2Bytes.frame(Http2Bytes.HEADERS, Http2Bytes.END_HEADERS, 1, head.toByteArray()));
            out.writeBytes(Http2Bytes.frame(DATA, 0, 1, new byte[3]));
            out.writeBytes(Http2Bytes.frame(
                    Http2Bytes.HEADERS, Http2Bytes.END_HEADERS | Http2Bytes.END_STREAM, 1, after.toByteArray()));
            socket.getOutputStream().write(out.toByteArray());
            socket.getOutputStream().flush();
            return ends(new DataInputStream(socket.getInputStream()));
        }
    }

    /// How the answer of the first stream ends.
    static Ends ends(DataInputStream in) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            boolean last = (in.readUnsignedByte() & Http2Bytes.END_STREAM) != 0;
            int stream = in.readInt();
            in.skipNBytes(length);
            if (type == Http2Bytes.RESET || type == GO_AWAY) {
                return Ends.RESET;
            }
            if (last && stream == 1) {
                return type == DATA ? Ends.BODY : Ends.TRAILERS;
            }
        }
    }

    private static boolean isServed(DataInputStream in) throws IOException {
        while (true) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            in.readUnsignedByte();
            in.readInt();
            byte[] payload = in.readNBytes(length);
            if (type == Http2Bytes.HEADERS) {
                return (payload[0] & 0xff) == STATUS_200;
            }
            if (type == Http2Bytes.RESET || type == GO_AWAY) {
                return false;
            }
        }
    }

    /// A literal field without indexing and with a new name (RFC 7541, 6.2.2).
    static void field(String name, String value, ByteArrayOutputStream out) {
        out.write(0);
        text(name, out);
        text(value, out);
    }

    static void text(String text, ByteArrayOutputStream out) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("longer than one byte can say");
        }
        out.write(text.length());
        out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
