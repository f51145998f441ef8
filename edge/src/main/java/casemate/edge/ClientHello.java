package casemate.edge;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What a visitor's first word says, as far as a decision depends on it (RFC 8446, 4.1.2).
final class ClientHello {
    private static final int VERSION_AND_RANDOM_BYTES = 2 + 32;
    private static final int ALPN = 16;
    private static final int SESSION_TICKET = 35;
    private static final int PRE_SHARED_KEY = 41;

    private ClientHello() {}

    /// Whether exactly one protocol is offered, and it is this one.
    ///
    /// @param hello from its version on; what is not written as a hello should be offers nothing
    static boolean offersOnly(ByteBuf hello, String protocol) {
        ByteBuf names = extension(hello, ALPN);
        try {
            if (names == null) {
                return false;
            }
            ByteBuf offered = names.readSlice(names.readUnsignedShort());
            ByteBuf first = offered.readSlice(offered.readUnsignedByte());
            return !offered.isReadable()
                    && first.toString(StandardCharsets.US_ASCII).equals(protocol);
        } catch (IndexOutOfBoundsException _) {
            return false;
        }
    }

    /// Whether it shows the ticket of an earlier session: then the visitor has been here, and the handshake is cheap.
    ///
    /// @param hello from its version on
    static boolean resumes(ByteBuf hello) {
        ByteBuf ticket = extension(hello, SESSION_TICKET);
        return (ticket != null && ticket.isReadable()) || extension(hello, PRE_SHARED_KEY) != null;
    }

    /// The content of an extension, or null when it is not there or the hello is not written as one should be.
    private static @Nullable ByteBuf extension(ByteBuf hello, int wanted) {
        try {
            ByteBuf in = hello.slice().skipBytes(VERSION_AND_RANDOM_BYTES);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            in = in.readSlice(in.readUnsignedShort());
            while (in.isReadable()) {
                int type = in.readUnsignedShort();
                ByteBuf content = in.readSlice(in.readUnsignedShort());
                if (type == wanted) {
                    return content;
                }
            }
            return null;
        } catch (IndexOutOfBoundsException _) {
            return null;
        }
    }
}
