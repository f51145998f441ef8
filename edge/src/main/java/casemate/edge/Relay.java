package casemate.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// One half of a tunnel: bytes pass to the other side as fast as it reads.
final class Relay extends ChannelInboundHandlerAdapter {
    private final Tunnel tunnel;
    private final Channel other;
    private @Nullable Channel side;
    /// The instance has had its share for now.
    private boolean resting;
    /// When the other side, which does not take what it gets, has had its time.
    private long unread = Timed.NEVER;

    /// @param other where the bytes go
    Relay(Tunnel tunnel, Channel other) {
        this.tunnel = tunnel;
        this.other = other;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        side = context.channel();
        flow();
    }

    /// Bytes that were read before the relay stood.
    void first(ByteBuf bytes) {
        tunnel.passed(bytes, this);
        Sends.writeAndFlush(other, bytes);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        tunnel.passed((ByteBuf) message, this);
        Sends.write(other, message);
        if (!other.isWritable()) {
            other.flush();
            flow();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        other.flush();
    }

    void rest() {
        resting = true;
        flow();
    }

    void go() {
        resting = false;
        flow();
    }

    /// Reads on when nothing stands against it.
    void flow() {
        boolean takes = other.isWritable();
        if (takes) {
            unread = Timed.NEVER;
        } else if (unread == Timed.NEVER) {
            unread = Loop.in(Limits.UNREAD);
        }
        if (side != null) {
            side.config().setAutoRead(takes && !resting);
        }
    }

    /// As [Timed#due].
    long unread() {
        return unread;
    }

    /// This side takes bytes again, or does not: the one that brings them is told.
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        tunnel.turned(this);
    }

    /// The edge ends; a tunnel would not by itself.
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.INSTANCE) {
            tunnel.ended();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        tunnel.ended();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tunnel.ended();
    }
}
