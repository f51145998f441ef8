package casemate.edge;

import casemate.edge.http1.Head;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// Takes what follows a request's head.
interface Receiver {
    /// A part of the body; the buffer is the receiver's to release.
    void data(ByteBuf part);

    /// The request is whole.
    void end(@Nullable Head trailers);

    /// What has arrived together has been handed over.
    default void flush() {}

    /// The visitor has left, or cannot be understood any more.
    void gone();

    /// The visitor takes more of the answer again.
    default void writable() {}

    /// Lets the body of an answered request pass by.
    final class Discard implements Receiver {
        @Override
        public void data(ByteBuf part) {
            part.release();
        }

        @Override
        public void end(@Nullable Head trailers) {}

        @Override
        public void gone() {}
    }
}
