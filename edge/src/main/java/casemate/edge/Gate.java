package casemate.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/// Stands at the listening socket: decides about a connection before a byte of it is read, and before TLS costs
/// anything.
/// Bans and limits per address belong here too.
@ChannelHandler.Sharable
final class Gate extends ChannelInboundHandlerAdapter {
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /// @param most connections open at a time; further ones are closed at once
    Gate(int most) {
        this.most = most;
    }

    int open() {
        return open.get();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
        if (!(accepted instanceof Channel visitor)) {
            context.fireChannelRead(accepted);
            return;
        }
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            // Not registered with a loop yet: only the unsafe close is possible.
            visitor.unsafe().closeForcibly();
            return;
        }
        visitor.closeFuture().addListener(_ -> open.decrementAndGet());
        context.fireChannelRead(visitor);
    }
}
