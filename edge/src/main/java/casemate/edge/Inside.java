package casemate.edge;

import casemate.edge.http1.Head;
import casemate.wire.Upstream;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The application's side of one exchange, whatever version of HTTP it speaks. All calls come on its event loop.
sealed interface Inside permits InwardConnection, InwardStream {
    Upstream upstream();

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

    void flush();

    /// Whether more of the request should be brought; when not, [Exchange#uploadMore] tells when it should.
    boolean writable();

    /// Brings no more of the answer until [#resume].
    void pause();

    void resume();

    /// Ends with whatever is under way.
    void close();
}
