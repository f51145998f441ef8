package casemate.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Stands at the listening socket: decides about a connection before a byte of it is read, and before TLS costs
/// anything.
@ChannelHandler.Sharable
final class Gate extends ChannelInboundHandlerAdapter {
    private final int most;
    private final Predicate<InetAddress> barred;
    private final Floods floods;
    private final AtomicInteger open = new AtomicInteger();

    /// @param most connections open at a time; further ones are closed at once
    /// @param barred whose connections are closed at once
    Gate(int most, Predicate<InetAddress> barred, Floods floods) {
        this.most = most;
        this.barred = barred;
        this.floods = floods;
    }

    /// A connection that has gone already has no address any more.
    private static InetAddress address(Channel visitor) {
        return visitor.remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
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
        InetAddress address = address(visitor);
        if (open.get() >= most || barred.test(address) || !floods.admits(address)) {
            // Not registered with a loop yet: only the unsafe close is possible.
            visitor.unsafe().closeForcibly();
            return;
        }
        open.incrementAndGet();
        visitor.closeFuture().addListener(_ -> {
            open.decrementAndGet();
            floods.left(address);
        });
        context.fireChannelRead(visitor);
    }

    /// Whether the peer of a connection is kept out now. Whom a trusted proxy speaks for is not known yet.
    boolean isBarred(Channel visitor) {
        return barred.test(address(visitor));
    }
}
