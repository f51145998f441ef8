package casemate.edge;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.function.Consumer;

/// Greets an application and waits for its settings, which are the first that a server of HTTP/2 says (RFC 9113, 3.4).
final class Http2Greeting extends ByteToMessageDecoder {
    /// Length, type, flags and stream.
    private static final int FRAME_HEAD_BYTES = 9;

    private static final int TYPE = 3;
    private static final int STREAM = 5;

    private final Consumer<Boolean> then;
    private boolean said;

    /// @param then told once whether the application speaks HTTP/2
    Http2Greeting(Consumer<Boolean> then) {
        this.then = then;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Sends.writeAndFlush(context, Unpooled.wrappedBuffer(Http2Bytes.preface()));
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() >= FRAME_HEAD_BYTES) {
            int at = in.readerIndex();
            say(in.getByte(at + TYPE) == Http2Bytes.SETTINGS && in.getInt(at + STREAM) == 0);
            in.skipBytes(in.readableBytes());
            Sends.close(context);
        }
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        say(false);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Sends.close(context);
    }

    private void say(boolean speaks) {
        if (!said) {
            said = true;
            then.accept(speaks);
        }
    }
}
