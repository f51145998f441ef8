package casemate.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Watches over one HTTP/2 connection as a whole: closed when nothing comes for too long, told to leave when the edge
/// stops.
final class Http2Connection extends ChannelInboundHandlerAdapter implements Timed {
    private final Loop home;
    private long due = Loop.in(Limits.IDLE);
    private Runnable closing = () -> {};

    Http2Connection(Loop home) {
        this.home = home;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        closing = () -> Sends.close(context);
        home.watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        home.forget(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
        due = Loop.in(Limits.IDLE);
        context.fireChannelRead(frame);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.INSTANCE) {
            Sends.close(context);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public long due() {
        return due;
    }

    @Override
    public void overdue() {
        closing.run();
    }
}
