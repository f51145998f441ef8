package casemate.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// One half of a WebSocket (RFC 6455): once both sides have agreed, bytes pass to the other side as fast as it reads.
/// When
/// one side ends, both do.
final class Relay extends ChannelInboundHandlerAdapter implements Timed {
    private final Channel other;
    private final Loop home;
    private final Idle idle;

    /// When a tunnel will have been silent for too long, both halves considered.
    static final class Idle {
        private long due = Loop.in(Limits.IDLE);
    }

    /// @param idle the same for both halves
    Relay(Channel other, Loop home, Idle idle) {
        this.other = other;
        this.home = home;
        this.idle = idle;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        home.watch(this);
        context.channel().config().setAutoRead(true);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        home.forget(this);
    }

    /// Bytes that were read before the relay stood.
    void first(ByteBuf bytes) {
        Sends.writeAndFlush(other, bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        idle.due = Loop.in(Limits.IDLE);
        Sends.write(other, message);
        if (!other.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
    }

    /// This side takes bytes again: the other may be read.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        other.config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public long due() {
        return idle.due;
    }

    @Override
    public void overdue() {
        Sends.close(other);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Sends.close(other);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Sends.close(context);
        Sends.close(other);
    }
}
