package casemate.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// HTTP/1.1 read without mercy: a request whose end two programs could see at different places is refused (RFC 9112,
/// 6.3), and a head that trickles in is cut off.
final class StrictRequestDecoder extends VertxHttpRequestDecoder {
    private static final String NAME = "httpDecoder";

    private boolean betweenRequests = true;
    private @Nullable Future<?> headClock;

    StrictRequestDecoder(HttpServerOptions options) {
        super(options);
    }

    /// Takes the place of Vert.x's own decoder before the connection's first byte is read.
    static void install(HttpConnection connection, HttpServerOptions options) {
        ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
        if (pipeline.get(NAME) != null) {
            pipeline.replace(NAME, NAME, new StrictRequestDecoder(options));
        }
    }

    /// Netty would drop the length and go on; we do not guess what was meant.
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("a length and a transfer coding in one request");
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (betweenRequests && headClock == null && in.isReadable()) {
            headClock =
                    context.executor().schedule(() -> cutOff(context), Limits.HEAD.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (betweenRequests && folded(in)) {
            throw new IllegalArgumentException("a header line continues on the next");
        }
        int before = out.size();
        super.decode(context, in, out);
        for (Object part : out.subList(Math.min(before, out.size()), out.size())) {
            seen(part);
        }
    }

    /// Whether a line of the head begins with a blank: an old way to continue the line before, which programs join
    /// differently (RFC 9112, 5.2). Only whole lines have been taken from the buffer, so it begins with one.
    private static boolean folded(ByteBuf in) {
        for (int line = in.readerIndex(); line < in.writerIndex(); ) {
            byte first = in.getByte(line);
            if (first == ' ' || first == '\t') {
                return true;
            }
            int end = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (first == '\r' || first == '\n' || end < 0) {
                return false;
            }
            line = end + 1;
        }
        return false;
    }

    private static void cutOff(ChannelHandlerContext context) {
        ChannelFuture _ = context.close();
    }

    private void seen(Object part) {
        if (part instanceof HttpRequest) {
            betweenRequests = false;
            stopClock();
        }
        if (part instanceof LastHttpContent) {
            betweenRequests = true;
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        stopClock();
        super.handlerRemoved0(context);
    }

    private void stopClock() {
        Future<?> clock = headClock;
        headClock = null;
        if (clock != null) {
            clock.cancel(false);
        }
    }
}
