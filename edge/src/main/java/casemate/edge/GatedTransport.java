package casemate.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.spi.transport.Transport;
import java.util.concurrent.atomic.AtomicInteger;

/// Vert.x's transport with a gate at the listening socket: it decides about a connection before a byte of it is read,
/// and before TLS costs anything. Bans and limits per address belong here too.
final class GatedTransport implements Transport {
    private final Transport inner = NioTransport.INSTANCE;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /// @param most connections open at a time; further ones are closed at once
    GatedTransport(int most) {
        this.most = most;
    }

    int open() {
        return open.get();
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
        ChannelFactory<? extends ServerChannel> factory = inner.serverChannelFactory(domainSocket);
        return () -> {
            ServerChannel channel = factory.newChannel();
            channel.pipeline().addFirst("gate", new Gate());
            return channel;
        };
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
        return inner.ioHandlerFactory();
    }

    @Override
    public DatagramChannel datagramChannel() {
        return inner.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x's interface still speaks of the old type.
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
        return inner.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        return inner.channelFactory(domainSocket);
    }

    @ChannelHandler.Sharable
    private final class Gate extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            if (!(accepted instanceof SocketChannel visitor)) {
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
}
