package casemate.edge;

import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.Malformed;
import casemate.wire.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One stream to an application that speaks HTTP/2: one request and its answer. The answer's head is written down as
/// HTTP/1.1 first, so that the same strict rules judge both versions.
final class InwardStream extends ChannelInboundHandlerAdapter implements Inside, Timed {
    private static final int FIRST_FINAL = 200;
    private static final long UNKNOWN = -1;

    private final Loop home;
    private final InwardStreams connection;
    private final @Nullable Health health;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    /// What the answer's body has to bring yet, where its length was said.
    private long left = UNKNOWN;

    private boolean answered;
    private boolean sent;
    private boolean bodied;
    /// The application has not begun with the request, and says so.
    private boolean refused;

    private long due = NEVER;
    private long look = NEVER;

    /// @param health hears how the application answers; null when there is no other to choose
    InwardStream(Loop home, InwardStreams connection, @Nullable Health health) {
        this.home = home;
        this.connection = connection;
        this.health = health;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "in a pipeline");
    }

    @Override
    public Channel channel() {
        return context().channel();
    }

    @Override
    public Upstream upstream() {
        return connection.upstream();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        home.watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        home.forget(this);
    }

    @Override
    public void begin(Exchange with, Request request, boolean tunnel) {
        exchange = with;
        bodied = request.hasBody();
        look = Loop.in(InwardConnection.LOOK);
        ChannelFuture _ = context()
                .write(new DefaultHttp2HeadersFrame(Http2Outgoing.request(request), !bodied))
                .addListener(written -> {
                    if (!written.isSuccess()) {
                        unsent(written.cause());
                    }
                });
    }

    /// The head is larger than the application takes; or the connection took no stream any more: it has said so
    /// meanwhile, or its numbers have run out.
    private void unsent(Throwable cause) {
        if (!(cause instanceof Http2Exception.HeaderListSizeException)) {
            connection.leave();
            refused = true;
        }
        fail();
    }

    @Override
    public void data(ByteBuf part) {
        Sends.write(context(), new DefaultHttp2DataFrame(part));
    }

    @Override
    public void end(@Nullable Head trailers) {
        sent = true;
        due = answered ? due : Loop.in(Limits.UPSTREAM_ANSWER);
        if (bodied) {
            Http2Headers last = trailers == null ? null : Http2Heads.of(trailers);
            Sends.write(
                    context(),
                    last == null
                            ? new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true)
                            : new DefaultHttp2HeadersFrame(last, true));
        }
        flush();
    }

    @Override
    public void close() {
        boolean early = exchange != null;
        exchange = null;
        due = NEVER;
        if (context != null && context.channel().isOpen()) {
            // Resets the stream where it is not over.
            Sends.close(context);
            if (early) {
                connection.cancelled();
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object frame) {
        Exchange of = exchange;
        if (of == null) {
            ReferenceCountUtil.release(frame);
            return;
        }
        try {
            switch (frame) {
                case Http2HeadersFrame headers when !answered -> head(of, headers);
                case Http2HeadersFrame headers
                when headers.isEndStream() -> ended(of, Http2Heads.trailers(headers.headers()));
                case Http2HeadersFrame _ -> throw new Malformed("fields in the middle of a body");
                case Http2DataFrame data -> take(of, data);
                default -> ReferenceCountUtil.release(frame);
            }
        } catch (Malformed _) {
            fail();
        }
    }

    private void head(Exchange of, Http2HeadersFrame frame) throws Malformed {
        Head head = Http2Heads.answer(frame.headers());
        boolean last = frame.isEndStream();
        if (head.status() < FIRST_FINAL) {
            if (last || head.status() == Outgoing.SWITCHING_PROTOCOLS) {
                throw new Malformed("no answer");
            }
            return;
        }
        due = NEVER;
        answered = true;
        Framing said = of.framing(head);
        Framing framing = said instanceof Framing.UntilClose ? (last ? Framing.NONE : Framing.CHUNKED) : said;
        left = switch (framing) {
            case Framing.Length length -> length.bytes();
            case Framing.None _ -> 0;
            case Framing.Chunked _, Framing.UntilClose _ -> UNKNOWN;
        };
        if (last && left > 0) {
            throw new Malformed("a body that was said does not come");
        }
        of.answered(head, framing);
        if (last) {
            ended(of, null);
        }
    }

    private void take(Exchange of, Http2DataFrame data) throws Malformed {
        ByteBuf part = data.content();
        int bytes = part.readableBytes();
        if (!answered || (left != UNKNOWN && bytes > left)) {
            part.release();
            throw new Malformed("a body that is longer than it was said to be");
        }
        if (left != UNKNOWN) {
            left -= bytes;
        }
        if (bytes > 0) {
            of.received(part);
        } else {
            part.release();
        }
        if (data.isEndStream()) {
            ended(of, null);
        }
    }

    private void ended(Exchange of, @Nullable Head trailers) throws Malformed {
        if (exchange != of) {
            // What came last has ended it.
            return;
        }
        if (left > 0) {
            throw new Malformed("a body that is shorter than it was said to be");
        }
        exchange = null;
        due = NEVER;
        if (health != null) {
            health.served(upstream());
        }
        of.complete(trailers);
        if (!sent) {
            // Nobody wants the rest of the request.
            Sends.close(context());
            connection.cancelled();
        }
    }

    /// Told before what was queued has been read; the end of the stream comes after that.
    @Override
    public void userEventTriggered(ChannelHandlerContext told, Object event) {
        if (event instanceof Http2ResetFrame reset && reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
            refused = true;
        }
        ReferenceCountUtil.release(event);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) {
        if (exchange != null) {
            exchange.flushAnswer();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (exchange != null && changed.channel().isWritable()) {
            exchange.uploadMore();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        if (!answered && gone.channel() instanceof Http2StreamChannel channel && connection.passedOver(channel)) {
            refused = true;
        }
        fail();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        fail();
    }

    private void fail() {
        Exchange failed = exchange;
        close();
        if (failed == null) {
            return;
        }
        if (refused && !answered) {
            failed.refused();
            return;
        }
        if (health != null && connection.blamed()) {
            health.broke(upstream());
        }
        failed.lost(false);
    }

    @Override
    public long due() {
        return exchange == null ? NEVER : Timed.sooner(due, look);
    }

    @Override
    public void overdue() {
        Exchange slow = exchange;
        if (slow == null) {
            return;
        }
        if (due == NEVER || System.nanoTime() - due < 0) {
            look = Loop.in(InwardConnection.LOOK);
            slow.check();
            return;
        }
        close();
        if (health != null) {
            health.broke(upstream());
        }
        slow.lost(true);
    }
}
