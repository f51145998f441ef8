package casemate.edge;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// What a visitor's first word says, as far as a decision depends on it (RFC 8446, 4.1.2).
final class ClientHello {
    private static final int VERSION_AND_RANDOM_BYTES = 2 + 32;
    private static final int ALPN = 16;

    private ClientHello() {}

    /// Whether exactly one protocol is offered, and it is this one.
    ///
    /// @param hello from its version on; what is not written as a hello should be offers nothing
    static boolean offersOnly(ByteBuf hello, String protocol) {
        try {
            ByteBuf in = hello.slice().skipBytes(VERSION_AND_RANDOM_BYTES);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            in = in.readSlice(in.readUnsignedShort());
            while (in.isReadable()) {
                int type = in.readUnsignedShort();
                ByteBuf extension = in.readSlice(in.readUnsignedShort());
                if (type == ALPN) {
                    ByteBuf names = extension.readSlice(extension.readUnsignedShort());
                    ByteBuf first = names.readSlice(names.readUnsignedByte());
                    return !names.isReadable()
                            && first.toString(StandardCharsets.US_ASCII).equals(protocol);
                }
            }
            return false;
        } catch (IndexOutOfBoundsException _) {
            return false;
        }
    }
}
