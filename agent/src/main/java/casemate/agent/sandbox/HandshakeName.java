package casemate.agent.sandbox;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The host that a TLS handshake asks for (RFC 6066, 3).
final class HandshakeName {
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int HEADER_BYTES = 5;
    /// RFC 8446, 5.1.
    private static final int MAX_RECORD_BYTES = 1 << 14;
    /// After type and length of the message: version and random.
    private static final int BEFORE_SESSION = 1 + 3 + 2 + 32;

    private static final int SERVER_NAME = 0;

    private HandshakeName() {}

    /// The first record, whole with its header. A hello in pieces is more than anybody sends who means well.
    static byte[] record(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        byte[] header = new byte[HEADER_BYTES];
        data.readFully(header);
        int length = Short.toUnsignedInt(ByteBuffer.wrap(header, 3, 2).getShort());
        if (header[0] != HANDSHAKE || length > MAX_RECORD_BYTES) {
            throw new IOException("no TLS");
        }
        byte[] record = new byte[HEADER_BYTES + length];
        System.arraycopy(header, 0, record, 0, HEADER_BYTES);
        data.readFully(record, HEADER_BYTES, length);
        return record;
    }

    /// Empty when it names none, or is not written as a hello should be.
    static String of(byte[] record) {
        try {
            ByteBuffer in = ByteBuffer.wrap(record, HEADER_BYTES, record.length - HEADER_BYTES);
            if (in.get(in.position()) != CLIENT_HELLO) {
                return "";
            }
            slice(in, BEFORE_SESSION);
            slice(in, Byte.toUnsignedInt(in.get()));
            slice(in, Short.toUnsignedInt(in.getShort()));
            slice(in, Byte.toUnsignedInt(in.get()));
            ByteBuffer extensions = slice(in, Short.toUnsignedInt(in.getShort()));
            while (extensions.hasRemaining()) {
                int type = Short.toUnsignedInt(extensions.getShort());
                ByteBuffer content = slice(extensions, Short.toUnsignedInt(extensions.getShort()));
                if (type == SERVER_NAME) {
                    content.getShort();
                    boolean host = content.get() == 0;
                    ByteBuffer name = slice(content, Short.toUnsignedInt(content.getShort()));
                    return host && !content.hasRemaining()
                            ? StandardCharsets.US_ASCII.decode(name).toString()
                            : "";
                }
            }
            return "";
        } catch (BufferUnderflowException | IndexOutOfBoundsException _) {
            return "";
        }
    }

    private static ByteBuffer slice(ByteBuffer in, int length) {
        ByteBuffer part = in.slice(in.position(), length);
        in.position(in.position() + length);
        return part;
    }
}
