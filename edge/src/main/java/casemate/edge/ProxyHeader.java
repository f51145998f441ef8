package casemate.edge;

import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/// What a load balancer says before a connection's own bytes (PROXY protocol, version 2): for whom it
/// has connected.
///
/// @param source the visitor, or null when the balancer speaks for itself
record ProxyHeader(@Nullable InetAddress source) {
    /// No TLS hello and no HTTP begins so.
    static final byte FIRST = '\r';

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    private static final int COMMAND_AT = SIGNATURE.length;
    private static final int FAMILY_AT = COMMAND_AT + 1;
    private static final int LENGTH_AT = FAMILY_AT + 1;
    private static final int FIXED = LENGTH_AT + 2;

    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;
    private static final int V4_BYTES = 4;
    private static final int V6_BYTES = 16;
    private static final int PORTS_BYTES = 4;
    private static final int EXTENSION_HEAD = 3;
    /// Addresses and what balancers add: names, identifiers, a checksum.
    private static final int MAX_BYTES = 2_048;

    /// Takes the header out of the buffer, or returns null when it is not all there. At least one byte
    /// is.
    static @Nullable ProxyHeader read(ByteBuf in) throws Malformed {
        int at = in.readerIndex();
        for (int i = 0; i < Math.min(in.readableBytes(), SIGNATURE.length); i++) {
            if (in.getByte(at + i) != SIGNATURE[i]) {
                throw new Malformed("no PROXY header of version 2");
            }
        }
        if (in.readableBytes() < FIXED) {
            return null;
        }
        int command = in.getUnsignedByte(at + COMMAND_AT);
        int length = in.getUnsignedShort(at + LENGTH_AT);
        if ((command != LOCAL && command != PROXY) || length > MAX_BYTES) {
            throw new Malformed("a PROXY header with an unknown command, or too long");
        }
        if (in.readableBytes() < FIXED + length) {
            return null;
        }
        int family = in.getUnsignedByte(at + FAMILY_AT);
        ByteBuf said = in.skipBytes(FIXED).readSlice(length);
        return command == LOCAL || family == UNSPECIFIED
                ? new ProxyHeader(null)
                : new ProxyHeader(source(family, said));
    }

    private static InetAddress source(int family, ByteBuf said) throws Malformed {
        if (family != TCP4 && family != TCP6) {
            throw new Malformed("a PROXY header for something else than TCP");
        }
        byte[] address = new byte[family == TCP4 ? V4_BYTES : V6_BYTES];
        if (said.readableBytes() < 2 * address.length + PORTS_BYTES) {
            throw new Malformed("a PROXY header without its addresses");
        }
        said.readBytes(address);
        said.skipBytes(address.length + PORTS_BYTES);
        extensions(said);
        try {
            InetAddress source = InetAddress.getByAddress(address);
            if (source.isAnyLocalAddress() || source.isMulticastAddress()) {
                throw new Malformed("a PROXY header for nobody's address");
            }
            return source;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    /// They say nothing that this edge needs, but they have to be sound.
    private static void extensions(ByteBuf said) throws Malformed {
        while (said.isReadable()) {
            if (said.readableBytes() < EXTENSION_HEAD) {
                throw new Malformed("a PROXY header with half an extension");
            }
            int length = said.skipBytes(1).readUnsignedShort();
            if (said.readableBytes() < length) {
                throw new Malformed("a PROXY header with half an extension");
            }
            said.skipBytes(length);
        }
    }
}
