package casemate.edge;

import casemate.edge.acme.AcmeChallenges;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.AsyncMapping;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Greets a connection: TLS first, then the version of HTTP that both have agreed on.
///
/// @param gate which this connection has passed
/// @param proxies whose connections may begin with a word about the visitor
/// @param challenges what an authority may come for
/// @param plainToo the control of EDG-1 switched off: a first byte that is not TLS's is taken for HTTP. For the
///     sabotaged twin and a lab only
record Door(
        Front front,
        TlsContexts tls,
        AcmeChallenges challenges,
        Loop home,
        Gate gate,
        TrustedProxies proxies,
        boolean plainToo) {
    private static final byte TLS_HANDSHAKE = 0x16;
    private static final int RESET_WINDOW_SECONDS = 30;

    void open(SocketChannel visitor) {
        if (proxies.trusts(Gate.client(visitor))) {
            visitor.pipeline().addLast(new ProxyDoor(proxies.headerRequired(), home, gate, this::greet));
        } else {
            greet(visitor.pipeline());
        }
    }

    private void greet(ChannelPipeline pipeline) {
        if (plainToo) {
            pipeline.addLast(new FirstByte());
        } else {
            encrypted(pipeline);
        }
    }

    private void encrypted(ChannelPipeline pipeline) {
        AsyncMapping<String, SslContext> one = (_, promise) -> promise.setSuccess(tls.now());
        pipeline.addLast(new Names(one), new Agreed());
    }

    private void http1(ChannelPipeline pipeline, @Nullable String indicated, @Nullable Encryption encryption) {
        pipeline.addLast(new Http1Visitor(front, home, indicated, Gate.client(pipeline.channel()), encryption));
    }

    private void http2(ChannelPipeline pipeline, String indicated, Encryption encryption) {
        InetAddress client = Gate.client(pipeline.channel());
        pipeline.addLast(
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(Http2Settings.defaultSettings()
                                .maxConcurrentStreams(Limits.STREAMS_PER_CONNECTION)
                                .maxHeaderListSize(Limits.HEAD_BYTES))
                        .decoderEnforceMaxRstFramesPerWindow(Limits.RESETS_PER_WINDOW, RESET_WINDOW_SECONDS)
                        .gracefulShutdownTimeoutMillis(Limits.DRAIN.toMillis())
                        .build(),
                new Http2Connection(home),
                new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new Http2Visitor(front, home, indicated, client, encryption));
                    }
                }));
    }

    /// Looks for the name that a visitor asks for; bounds the whole handshake.
    private final class Names extends SniHandler {
        private boolean authority;

        Names(AsyncMapping<String, SslContext> contexts) {
            super(contexts, Limits.HELLO_BYTES, Limits.HANDSHAKE.toMillis());
        }

        /// An authority that comes for a challenge's answer offers nothing but the challenge's protocol (RFC 8737).
        @Override
        protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable ByteBuf hello) throws Exception {
            authority = hello != null && ClientHello.offersOnly(hello, AcmeChallenges.PROTOCOL);
            if (!authority && sheds(context.channel(), hello)) {
                front.handshake(null);
                return context.executor().newFailedFuture(new SSLHandshakeException("more to do than we can"));
            }
            return super.lookup(context, hello);
        }

        @Override
        protected Future<SslContext> lookup(ChannelHandlerContext context, @Nullable String name) throws Exception {
            SslContext answer = authority && name != null ? challenges.handshake(HostNames.lower(name)) : null;
            return answer == null
                    ? super.lookup(context, name)
                    : context.executor().newSucceededFuture(answer);
        }

        @Override
        protected SslHandler newSslHandler(SslContext context, io.netty.buffer.ByteBufAllocator allocator) {
            SslHandler handler = super.newSslHandler(context, allocator);
            handler.setHandshakeTimeoutMillis(Limits.HANDSHAKE.toMillis());
            return handler;
        }
    }

    /// EDG-6: a loop that cannot keep up does no handshake for strangers, which costs more than most requests.
    /// Who shows a ticket has been here, and pays for little; who that is, [Shedding] asks again with the
    /// request.
    private boolean sheds(Channel visitor, @Nullable ByteBuf hello) {
        if (!home.isBehind() || front.floods().off()) {
            return false;
        }
        InetAddress client = Gate.client(visitor);
        return !(hello != null && ClientHello.resumes(hello))
                && !front.floods().spared(client)
                && !proxies.trusts(client);
    }

    /// Waits for the end of the handshake, then puts up what speaks the version agreed on.
    private final class Agreed extends ChannelInboundHandlerAdapter {
        private String indicated = "";

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SniCompletionEvent name) {
                indicated = name.hostname() == null ? "" : HostNames.lower(name.hostname());
            } else if (event instanceof SslHandshakeCompletionEvent handshake) {
                agreed(context, handshake);
            } else if (event == Drain.INSTANCE) {
                Sends.close(context);
            }
        }

        private void agreed(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
            SslHandler handler = context.pipeline().get(SslHandler.class);
            front.handshake(handshake.isSuccess() && handler != null ? handler.engine() : null);
            if (!handshake.isSuccess()
                    || handler == null
                    || AcmeChallenges.PROTOCOL.equals(handler.applicationProtocol())
                    || !admitted(context.channel())) {
                Sends.close(context);
                return;
            }
            Encryption encryption = Encryption.of(handler.engine());
            if (ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol())) {
                http2(context.pipeline(), indicated, encryption);
            } else {
                http1(context.pipeline(), indicated, encryption);
            }
            context.pipeline().remove(this);
        }

        private boolean admitted(Channel visitor) {
            return front.floods().connected(indicated, visitor, Gate.client(visitor));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            Sends.close(context);
        }
    }

    private final class FirstByte extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (in.getByte(in.readerIndex()) == TLS_HANDSHAKE) {
                encrypted(context.pipeline());
            } else {
                http1(context.pipeline(), null, null);
            }
            context.pipeline().remove(this);
        }
    }
}
