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

    /// For whom a connection was made, as far as that is known before a request.
    static InetAddress client(Channel connection) {
        InetAddress named = connection.attr(ProxyDoor.VISITOR).get();
        return named == null ? peer(connection) : named;
    }

    /// A connection that has gone already has no address any more.
    private static InetAddress peer(Channel visitor) {
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
        if (open.get() >= most || !admits(visitor, peer(visitor))) {
            // Not registered with a loop yet: only the unsafe close is possible.
            visitor.unsafe().closeForcibly();
            return;
        }
        open.incrementAndGet();
        visitor.closeFuture().addListener(_ -> open.decrementAndGet());
        context.fireChannelRead(visitor);
    }

    /// A trusted proxy has said for whom it made its connection: that one is judged as if it had come itself.
    ///
    /// @return whether the connection may stay
    boolean named(Channel connection, InetAddress visitor) {
        return admits(connection, visitor);
    }

    private boolean admits(Channel connection, InetAddress who) {
        if (barred.test(who) || !floods.admits(who)) {
            return false;
        }
        connection.closeFuture().addListener(_ -> floods.left(who));
        return true;
    }

    /// Whether the one for whom a connection was made is kept out now. Whom a proxy names with each request only,
    /// [BanGuard] has to ask about.
    boolean isBarred(Channel connection) {
        return barred.test(client(connection));
    }
}
