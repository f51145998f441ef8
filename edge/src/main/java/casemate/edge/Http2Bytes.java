package casemate.edge;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Frames of HTTP/2 by hand (RFC 9113, 4.1): what no client library would send.
final class Http2Bytes {
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int CANCEL = 8;
    private static final int HEAD_BYTES = 9;
    /// Literal without indexing, name from the static table (RFC 7541, 6.2.2 and appendix A).
    private static final int AUTHORITY = 1;

    private static final int METHOD_GET = 0x82;
    private static final int PATH_ROOT = 0x84;
    private static final int SCHEME_HTTPS = 0x87;

    private Http2Bytes() {}

    static byte[] preface() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        return out.toByteArray();
    }

    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES + payload.length);
        frame.put((byte) (payload.length >>> 16)).putShort((short) payload.length);
        return frame.put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /// The fields of `GET /`.
    static byte[] fields(String host) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(METHOD_GET);
        out.write(PATH_ROOT);
        out.write(SCHEME_HTTPS);
        out.write(AUTHORITY);
        out.write(host.length());
        out.writeBytes(host.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    static byte[] get(int stream, String host) {
        return frame(HEADERS, END_STREAM | END_HEADERS, stream, fields(host));
    }

    static byte[] reset(int stream) {
        return frame(
                RESET,
                0,
                stream,
                ByteBuffer.allocate(Integer.BYTES).putInt(CANCEL).array());
    }
}
