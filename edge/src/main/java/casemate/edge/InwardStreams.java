package casemate.edge;

import casemate.wire.Upstream;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.DefaultHttp2PingFrame;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStreamException;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection to an application, with many requests at a time. It is used once the application has said its
/// settings: then it speaks HTTP/2, and has said how much it takes.
final class InwardStreams extends ChannelInboundHandlerAdapter implements Timed {
    private final Loop home;
    private final StreamPool pool;
    private final Upstream upstream;
    private final Http2FrameCodec codec;
    private @Nullable ChannelHandlerContext context;
    private boolean ready;
    private boolean leaving;
    private boolean blamed;
    private int most;
    private int open;
    private int cancelled;
    private int settings;
    private boolean asked;
    private long due = Loop.in(Limits.UPSTREAM_CONNECT);

    InwardStreams(Loop home, StreamPool pool, Upstream upstream) {
        this.home = home;
        this.pool = pool;
        this.upstream = upstream;
        // Nothing is pushed to a visitor. An application that resets its answers harms nobody else, so that is not
        // counted; a visitor's resets are (Limits.UPSTREAM_RESETS).
        this.codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(Limits.UPSTREAM_WINDOW)
                        .maxHeaderListSize(Limits.HEAD_BYTES))
                .decoderEnforceMaxRstFramesPerWindow(0, 0)
                .gracefulShutdownTimeoutMillis(0)
                .build();
    }

    void begin(ChannelPipeline pipeline) {
        pipeline.addLast(codec, this, new Http2MultiplexHandler(new ChannelInboundHandlerAdapter() {
            // An application opens no streams.
            @Override
            public void handlerAdded(ChannelHandlerContext stream) {
                Sends.close(stream);
            }
        }));
    }

    Upstream upstream() {
        return upstream;
    }

    boolean ready() {
        return ready;
    }

    int open() {
        return open;
    }

    boolean room() {
        return ready && !leaving && open < most && !codec.connection().goAwayReceived();
    }

    /// Gives a request a stream. Only when there is [#room].
    void carry(Exchange exchange, @Nullable Health health) {
        open++;
        due = Loop.in(Limits.UPSTREAM_SILENCE);
        InwardStream stream = new InwardStream(home, this, health);
        new Http2StreamChannelBootstrap(context().channel())
                .handler(stream)
                .open()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (opened.isSuccess()) {
                        opened.getNow().closeFuture().addListener(_ -> ended());
                        exchange.connected(stream);
                    } else {
                        leave();
                        ended();
                        exchange.unreachable(upstream);
                    }
                });
    }

    private void ended() {
        open--;
        due = Loop.in(Limits.UPSTREAM_STREAMS_IDLE);
        if (leaving && open == 0) {
            close();
        }
        pool.freed(this);
    }

    /// Takes nothing new, and ends with what is under way.
    void leave() {
        if (!leaving) {
            leaving = true;
            pool.left(this);
            if (open == 0) {
                close();
            }
        }
    }

    /// A request was taken back. Applications see many of those as an attack, and would end the connection for all that
    /// share it.
    void cancelled() {
        if (++cancelled >= Limits.UPSTREAM_RESETS) {
            leave();
        }
    }

    /// Whether the application has said that it did not begin with this one (RFC 9113, 6.8).
    boolean passedOver(Http2StreamChannel stream) {
        int known = codec.connection().local().lastStreamKnownByPeer();
        return codec.connection().goAwayReceived() && stream.stream().id() > known;
    }

    /// Whether a stream that breaks off counts against the application: all that end with one connection count once.
    boolean blamed() {
        if (context().channel().isActive()) {
            return true;
        }
        boolean first = !blamed;
        blamed = true;
        return first;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "in a pipeline");
    }

    private void close() {
        Channel channel = context().channel();
        // Past the codec, which would wait for an answer to its farewell.
        Sends.close(Objects.requireNonNull(channel.pipeline().firstContext()));
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
    public void channelRead(ChannelHandlerContext read, Object frame) throws Http2Exception {
        asked = false;
        due = Loop.in(open == 0 ? Limits.UPSTREAM_STREAMS_IDLE : Limits.UPSTREAM_SILENCE);
        // Handed on first: streams that it ends must not be given its place.
        read.fireChannelRead(frame);
        if (frame instanceof Http2SettingsFrame said) {
            settled(said.settings());
        } else if (frame instanceof Http2GoAwayFrame) {
            leave();
        }
    }

    private void settled(Http2Settings said) throws Http2Exception {
        Long streams = said.maxConcurrentStreams();
        if (streams != null || !ready) {
            most = (int) Math.min(Limits.UPSTREAM_STREAMS, streams == null ? Limits.UPSTREAM_STREAMS : streams);
        }
        if (++settings > Limits.CONTROL_FRAMES) {
            close();
        } else if (!ready) {
            ready = true;
            widen();
            pool.ready(this);
        } else {
            pool.freed(this);
        }
    }

    /// Each stream's own window bounds what is held for it. The connection's must never be what they wait for: a
    /// visitor who does not read would stop all others.
    private void widen() throws Http2Exception {
        codec.connection()
                .local()
                .flowController()
                .incrementWindowSize(
                        codec.connection().connectionStream(), Limits.UPSTREAM_STREAMS * Limits.UPSTREAM_WINDOW);
    }

    /// What is wrong with one stream is that stream's; a breach of the protocol has already been answered by the codec,
    /// and must not fill the log.
    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        if (cause instanceof Http2FrameStreamException) {
            caught.fireExceptionCaught(cause);
        } else {
            close();
        }
    }

    @Override
    public long due() {
        return due;
    }

    /// Nothing under way: it is closed. Something is, and nothing has come for long: it has to answer a ping.
    @Override
    public void overdue() {
        if (ready && open > 0 && !asked) {
            asked = true;
            due = Loop.in(Limits.UPSTREAM_PING);
            Sends.writeAndFlush(context(), new DefaultHttp2PingFrame(0));
        } else {
            close();
        }
    }
}
