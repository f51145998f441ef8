package casemate.edge;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// The first word of a TLS handshake and its reply, by our own hand: no library of today would still offer what must be
/// refused. A server that replies with its hello has agreed to speak what it names there.
final class TlsHello {
    static final int SSL_3 = 0x0300;
    static final int TLS_1_0 = 0x0301;
    static final int TLS_1_1 = 0x0302;
    static final int TLS_1_2 = 0x0303;
    static final int TLS_1_3 = 0x0304;

    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 2;
    private static final int RANDOM_BYTES = 32;
    private static final int SERVER_NAME = 0;
    private static final int SUPPORTED_GROUPS = 10;
    private static final int POINT_FORMATS = 11;
    private static final int SIGNATURES = 13;
    private static final int RENEGOTIATION = 0xff01;
    /// x25519, P-256, P-384, P-521.
    private static final int[] GROUPS = {29, 23, 24, 25};
    /// ECDSA, RSA-PSS and RSA with SHA-2, then both with SHA-1.
    private static final int[] SIGNATURE_SCHEMES = {
        0x0403, 0x0503, 0x0603, 0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0203, 0x0201
    };
    /// A record's bound with room for a server that is generous (RFC 5246, 6.2.3).
    private static final int MAX_RECORD_BYTES = 18_432;

    /// How a server took the offer.
    sealed interface Reply {
        /// It said hello.
        record Agreed(int version, int suite) implements Reply {}

        /// It said no, by an alert or by closing.
        record Refused() implements Reply {}

        /// It spoke, but not TLS.
        record Strange() implements Reply {}
    }

    private TlsHello() {}

    /// Offers exactly one version and some suites.
    static Reply offer(
            DataInputStream in,
            DataOutputStream out,
            String host,
            int version,
            List<Integer> suites,
            RandomGenerator chance)
            throws IOException {
        byte[] hello = hello(host, version, suites, chance);
        out.writeByte(HANDSHAKE);
        out.writeShort(Math.min(version, TLS_1_0));
        out.writeShort(hello.length);
        out.write(hello);
        out.flush();
        try {
            return reply(in);
        } catch (EOFException | SocketException _) {
            return new Reply.Refused();
        }
    }

    private static Reply reply(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        if (type == ALERT) {
            return new Reply.Refused();
        }
        in.readUnsignedShort();
        int length = in.readUnsignedShort();
        if (type != HANDSHAKE || length > MAX_RECORD_BYTES) {
            return new Reply.Strange();
        }
        byte[] record = in.readNBytes(length);
        ByteBuffer hello = ByteBuffer.wrap(record);
        int head = 1 + 3 + 2 + RANDOM_BYTES + 1;
        if (record.length < head || hello.get() != SERVER_HELLO) {
            return new Reply.Strange();
        }
        hello.position(4);
        int version = Short.toUnsignedInt(hello.getShort());
        hello.position(hello.position() + RANDOM_BYTES);
        int session = Byte.toUnsignedInt(hello.get());
        if (hello.remaining() < session + 2) {
            return new Reply.Strange();
        }
        hello.position(hello.position() + session);
        return new Reply.Agreed(version, Short.toUnsignedInt(hello.getShort()));
    }

    private static byte[] hello(String host, int version, List<Integer> suites, RandomGenerator chance) {
        byte[] random = new byte[RANDOM_BYTES];
        chance.nextBytes(random);
        byte[] body = bytes(out -> {
            out.writeShort(version);
            out.write(random);
            out.writeByte(0);
            out.writeShort(2 * suites.size());
            for (int suite : suites) {
                out.writeShort(suite);
            }
            out.writeByte(1);
            out.writeByte(0);
            if (version > SSL_3) {
                byte[] extensions = extensions(host, version);
                out.writeShort(extensions.length);
                out.write(extensions);
            }
        });
        return bytes(out -> {
            out.writeByte(CLIENT_HELLO);
            out.writeByte(body.length >> 16);
            out.writeShort(body.length & 0xffff);
            out.write(body);
        });
    }

    private static byte[] extensions(String host, int version) {
        byte[] name = host.getBytes(StandardCharsets.US_ASCII);
        return bytes(out -> {
            out.writeShort(SERVER_NAME);
            out.writeShort(name.length + 5);
            out.writeShort(name.length + 3);
            out.writeByte(0);
            out.writeShort(name.length);
            out.write(name);
            numbers(out, SUPPORTED_GROUPS, GROUPS);
            out.writeShort(POINT_FORMATS);
            out.writeShort(2);
            out.writeByte(1);
            out.writeByte(0);
            if (version >= TLS_1_2) {
                numbers(out, SIGNATURES, SIGNATURE_SCHEMES);
            }
            out.writeShort(RENEGOTIATION);
            out.writeShort(1);
            out.writeByte(0);
        });
    }

    private static void numbers(DataOutputStream out, int extension, int[] numbers) throws IOException {
        out.writeShort(extension);
        out.writeShort(2 * numbers.length + 2);
        out.writeShort(2 * numbers.length);
        for (int number : numbers) {
            out.writeShort(number);
        }
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
