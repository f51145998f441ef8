package casemate.edge;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2PriorityFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.time.Duration;
import java.util.Objects;

/// Watches over one HTTP/2 connection as a whole: closed when nothing comes for too long, told to leave when the edge
/// stops.
final class Http2Connection extends ChannelInboundHandlerAdapter implements Timed {
    private static final Duration CONTROL_WINDOW = Duration.ofSeconds(10);

    private final Loop home;
    private long due = Loop.in(Limits.IDLE);
    private Runnable closing = () -> {};
    private long windowEnds;
    private int controls;

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
        if (!(frame instanceof Http2StreamFrame) || frame instanceof Http2PriorityFrame) {
            control(context);
        }
        context.fireChannelRead(frame);
    }

    /// Frames that ask for nothing and still have to be answered or obeyed (CVE-2019-9512 and its like).
    private void control(ChannelHandlerContext context) {
        long now = System.nanoTime();
        if (now - windowEnds > 0) {
            windowEnds = now + CONTROL_WINDOW.toNanos();
            controls = 0;
        }
        if (++controls == Limits.CONTROL_FRAMES) {
            // Past the codec, which would wait for open streams.
            Sends.close(Objects.requireNonNull(context.pipeline().firstContext()));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == Drain.INSTANCE) {
            Sends.close(context);
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    /// What is wrong with one stream is that stream's; a breach of the protocol has already been answered by the codec,
    /// and must not fill the log.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2FrameStreamException) {
            context.fireExceptionCaught(cause);
        } else if (!(cause instanceof Http2Exception)) {
            Sends.close(context);
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
