package casemate.edge;

import casemate.edge.http1.Head;
import casemate.wire.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// The application's side of one exchange, whatever version of HTTP it speaks. All calls come on its event loop.
sealed interface Inside permits InwardConnection, InwardStream {
    Upstream upstream();

    /// Whose bytes are this exchange's.
    Channel channel();

    /// Begins with the request's head.
    ///
    /// @param tunnel whether the visitor asks for a WebSocket
    void begin(Exchange with, Request request, boolean tunnel);

    /// A part of the request's body; the buffer is this side's to release.
    void data(ByteBuf part);

    /// The request is whole: the application's time runs.
    ///
    /// @param trailers checked fields, or null for none
    void end(@Nullable Head trailers);

    default void flush() {
        channel().flush();
    }

    /// Whether more of the request should be brought; when not, [Exchange#uploadMore] tells when it should.
    default boolean writable() {
        return channel().isWritable();
    }

    /// Brings no more of the answer until [#resume].
    default void pause() {
        channel().config().setAutoRead(false);
    }

    default void resume() {
        channel().config().setAutoRead(true);
    }

    /// Ends with whatever is under way.
    void close();
}
