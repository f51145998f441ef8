package casemate.edge;

import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stands before TLS at a connection from a trusted proxy: takes its header, then leaves the rest to
/// the door.
final class ProxyDoor extends ByteToMessageDecoder implements Timed {
    /// For whom the connection was made.
    static final AttributeKey<InetAddress> VISITOR = AttributeKey.valueOf("casemate.visitor");

    private final boolean required;
    private final Loop home;
    private final Gate gate;
    private final Consumer<ChannelPipeline> next;
    private final long due = Loop.in(Limits.HANDSHAKE);
    private @Nullable ChannelHandlerContext context;

    /// @param required whether a connection without a header is closed
    /// @param gate decides about the one whom the header names, before TLS costs anything
    /// @param next puts up what speaks with the visitor
    ProxyDoor(boolean required, Loop home, Gate gate, Consumer<ChannelPipeline> next) {
        this.gate = gate;
        this.required = required;
        this.home = home;
        this.next = next;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        home.watch(this);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext removed) {
        home.forget(this);
    }

    @Override
    protected void decode(ChannelHandlerContext at, ByteBuf in, List<Object> out) {
        try {
            if (required || in.getByte(in.readerIndex()) == ProxyHeader.FIRST) {
                ProxyHeader header = ProxyHeader.read(in);
                if (header == null) {
                    return;
                }
                if (header.source() != null && !named(at, header.source())) {
                    in.skipBytes(in.readableBytes());
                    Sends.close(at);
                    return;
                }
            }
            next.accept(at.pipeline());
            at.pipeline().remove(this);
        } catch (Malformed _) {
            in.skipBytes(in.readableBytes());
            Sends.close(at);
        }
    }

    private boolean named(ChannelHandlerContext at, InetAddress visitor) {
        at.channel().attr(VISITOR).set(visitor);
        return gate.named(at.channel(), visitor);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext at, Object event) {
        if (event == Drain.INSTANCE) {
            Sends.close(at);
        } else {
            at.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        Sends.close(at);
    }

    @Override
    public long due() {
        return due;
    }

    @Override
    public void overdue() {
        if (context != null) {
            Sends.close(context);
        }
    }
}
