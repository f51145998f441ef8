package casemate.agent.health;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Asks an application that speaks HTTP/2 in clear for its health page: one request over a connection of its own
/// (RFC 9113). The health service of gRPC is asked as gRPC asks it.
final class Http2Probe {
    /// `grpc.health.v1.Health`: the one path that is no page.
    static final String GRPC_HEALTH = "/grpc.health.v1.Health/Check";

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    /// What nobody may exceed who was not asked to (RFC 9113, 6.5.2).
    private static final int MOST_FRAME_BYTES = 16_384;
    /// A health page's answer has three or four.
    private static final int MOST_FRAMES = 200;

    /// An empty message of gRPC: not compressed, no bytes.
    private static final byte[] EMPTY_MESSAGE = new byte[5];
    /// A message of two bytes: its field 1, the status, is 1, SERVING.
    private static final byte[] SERVING_MESSAGE = {0, 0, 0, 0, 2, 8, 1};

    private final DataInputStream in;
    private final OutputStream out;

    private Http2Probe(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /// @return the status; 0 when there was none, 503 when the health service of gRPC does not say that it serves
    static int ask(InputStream in, OutputStream out, String host, String path) throws IOException {
        Http2Probe probe = new Http2Probe(in, out);
        boolean call = path.equals(GRPC_HEALTH);
        probe.send(host, path, call);
        return probe.answer(call);
    }

    private void send(String host, String path, boolean call) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        field(":method", call ? "POST" : "GET", fields);
        field(":scheme", "http", fields);
        field(":authority", host, fields);
        field(":path", path, fields);
        field("x-forwarded-proto", "https", fields);
        field("x-forwarded-host", host, fields);
        field("user-agent", "casemate-agent", fields);
        if (call) {
            field("content-type", "application/grpc", fields);
            field("te", "trailers", fields);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(PREFACE);
        all.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        all.writeBytes(frame(HEADERS, call ? END_HEADERS : END_HEADERS | END_STREAM, 1, fields.toByteArray()));
        if (call) {
            all.writeBytes(frame(DATA, END_STREAM, 1, EMPTY_MESSAGE));
        }
        out.write(all.toByteArray());
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >>> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /// Literal without indexing, with a new name (RFC 7541, 6.2.2).
    private static void field(String name, String value, ByteArrayOutputStream to) {
        to.write(0);
        text(name, to);
        text(value, to);
    }

    private static void text(String text, ByteArrayOutputStream to) {
        int length = text.length();
        if (length < 0x7f) {
            to.write(length);
        } else {
            to.write(0x7f);
            length -= 0x7f;
            for (; length >= 0x80; length >>>= 7) {
                to.write((length & 0x7f) | 0x80);
            }
            to.write(length);
        }
        to.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private int answer(boolean call) throws IOException {
        int status = 0;
        for (int frames = 0; frames < MOST_FRAMES; frames++) {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            in.readInt();
            if (length > MOST_FRAME_BYTES) {
                return 0;
            }
            byte[] payload = in.readNBytes(length);
            switch (type) {
                case SETTINGS, PING -> acknowledge(type, flags, payload);
                case HEADERS -> {
                    status = Http2Status.of(payload, flags);
                    if (status >= 200 && (!call || status != 200 || (flags & END_STREAM) != 0)) {
                        return call && status == 200 ? 503 : status;
                    }
                }
                case DATA -> {
                    if (status == 200 && length > 0) {
                        return java.util.Arrays.equals(payload, SERVING_MESSAGE) ? status : 503;
                    }
                }
                case RESET, GO_AWAY -> {
                    return 0;
                }
                default -> {}
            }
        }
        return 0;
    }

    private void acknowledge(int type, int flags, byte[] payload) throws IOException {
        if ((flags & ACK) == 0) {
            out.write(frame(type, ACK, 0, type == PING ? payload : new byte[0]));
        }
    }
}
