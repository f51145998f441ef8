package casemate.edge;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// An application that speaks HTTP/2 in clear, on a real socket, and answers as a test wants.
final class Http2Application implements AutoCloseable {
    /// What to do with one request, once it is whole; on the event loop.
    interface Behaviour {
        void answer(Asked request);
    }

    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<Channel> connections = new CopyOnWriteArrayList<>();
    /// Streams that were opened and not yet closed.
    final AtomicInteger open = new AtomicInteger();

    final AtomicInteger mostOpen = new AtomicInteger();
    /// Of bodies, so far.
    final AtomicLong received = new AtomicLong();

    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Behaviour behaviour;
    private final boolean atOnce;
    private final boolean bodies;
    private final Channel listening;

    Http2Application(Behaviour behaviour) {
        this(behaviour, Http2Settings.defaultSettings());
    }

    Http2Application(Behaviour behaviour, Http2Settings settings) {
        this(behaviour, settings, false, true);
    }

    /// One that answers as soon as it knows what is asked for, and goes on reading.
    static Http2Application atOnce(Behaviour behaviour) {
        return new Http2Application(behaviour, Http2Settings.defaultSettings(), true, true);
    }

    /// One that reads nothing after a head, and never answers.
    static Http2Application deaf() {
        return new Http2Application(_ -> {}, Http2Settings.defaultSettings(), false, false);
    }

    private Http2Application(Behaviour behaviour, Http2Settings settings, boolean atOnce, boolean bodies) {
        this.atOnce = atOnce;
        this.bodies = bodies;
        this.behaviour = behaviour;
        this.listening = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        connections.add(channel);
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forServer()
                                                .initialSettings(settings)
                                                .build(),
                                        new Http2MultiplexHandler(new ChannelInitializer<>() {
                                            @Override
                                            protected void initChannel(Channel stream) {
                                                stream.pipeline().addLast(new Serving());
                                            }
                                        }));
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
    }

    /// One that says a text to everything.
    static Http2Application saying(String text) {
        return new Http2Application(request -> request.say(text));
    }

    int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /// One request as it came.
    ///
    /// @param text the body's beginning
    record Asked(
            Channel stream,
            Http2Headers head,
            String text,
            long bytes,
            @Nullable Http2Headers trailers) {
        void say(String text) {
            head(200, false);
            data(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), true);
        }

        void head(int status, boolean last, String... fields) {
            Http2Headers headers = new DefaultHttp2Headers().status(Integer.toString(status));
            send(headers, last, fields);
        }

        void trailers(String... fields) {
            send(new DefaultHttp2Headers(), true, fields);
        }

        private void send(Http2Headers headers, boolean last, String... fields) {
            for (int i = 0; i < fields.length; i += 2) {
                headers.add(fields[i], fields[i + 1]);
            }
            Sends.writeAndFlush(stream, new DefaultHttp2HeadersFrame(headers, last));
        }

        void data(ByteBuf bytes, boolean last) {
            Sends.writeAndFlush(stream, new DefaultHttp2DataFrame(bytes, last));
        }

        /// Sends much, as fast as it is taken.
        void stream(long bytes, AtomicLong written) {
            long left = bytes;
            while (left > 0 && stream.isWritable()) {
                int part = (int) Math.min(left, 0x4000);
                left -= part;
                written.addAndGet(part);
                data(Unpooled.wrappedBuffer(new byte[part]), left == 0);
            }
            long rest = left;
            if (rest > 0) {
                stream.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelWritabilityChanged(ChannelHandlerContext changed) {
                        if (changed.channel().isWritable()) {
                            changed.pipeline().remove(this);
                            stream(rest, written);
                        }
                    }
                });
            }
        }

        void reset(Http2Error error) {
            Sends.writeAndFlush(stream, new DefaultHttp2ResetFrame(error));
        }

        /// The connection takes nothing new.
        ///
        /// @param more streams that were opened after this one and still count
        void goAway(int more) {
            Sends.writeAndFlush(
                    stream.parent(), new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(more));
        }

        String path() {
            return String.valueOf(head.path());
        }
    }

    private final class Serving extends ChannelInboundHandlerAdapter {
        private @Nullable Http2Headers head;
        private final StringBuilder text = new StringBuilder();
        private long bytes;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            open.decrementAndGet();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            switch (frame) {
                case Http2HeadersFrame headers
                when head == null -> {
                    head = headers.headers();
                    context.channel().config().setAutoRead(bodies);
                    if (headers.isEndStream() || atOnce) {
                        whole(context, null);
                    }
                }
                case Http2HeadersFrame headers when !atOnce -> whole(context, headers.headers());
                case Http2DataFrame data -> {
                    bytes += data.content().readableBytes();
                    received.addAndGet(data.content().readableBytes());
                    if (text.length() < 1_000) {
                        text.append(data.content().toString(StandardCharsets.ISO_8859_1));
                    }
                    data.release();
                    if (data.isEndStream() && !atOnce) {
                        whole(context, null);
                    }
                }
                default -> ReferenceCountUtil.release(frame);
            }
        }

        private void whole(ChannelHandlerContext context, @Nullable Http2Headers trailers) {
            Asked whole = new Asked(
                    context.channel(), java.util.Objects.requireNonNull(head), text.toString(), bytes, trailers);
            asked.add(whole);
            behaviour.answer(whole);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Sends.close(context);
        }
    }

    @Override
    public void close() {
        listening.close().syncUninterruptibly();
        connections.forEach(Sends::close);
        var _ = loops.shutdownGracefully(0, 100, java.util.concurrent.TimeUnit.MILLISECONDS);
    }
}
