package casemate.edge;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundInvoker;

/// Writing without waiting: a write that fails shows as a closed connection, which every handler here is ready for.
final class Sends {
    private Sends() {}

    static void write(ChannelOutboundInvoker to, Object message) {
        ChannelFuture _ = to.write(message);
    }

    static void writeAndFlush(ChannelOutboundInvoker to, Object message) {
        ChannelFuture _ = to.writeAndFlush(message);
    }

    static void close(ChannelOutboundInvoker what) {
        ChannelFuture _ = what.close();
    }
}
