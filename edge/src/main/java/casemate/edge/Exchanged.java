package casemate.edge;

import casemate.edge.http1.BodyReader;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1 connection, and how far it and its answer are.
final class Exchanged {
    final Visit visit;
    /// Null when it could not be read.
    final @Nullable Head head;

    final BodyReader body;
    /// Whether it comes in fast enough; null when there is no body.
    final @Nullable Upload upload;

    Receiver receiver = new Receiver.Discard();
    /// The body is not wanted yet.
    boolean paused;
    /// The connection ends with the answer.
    boolean close;
    /// The answer has begun.
    boolean begun;
    /// The answer goes out in chunks.
    boolean chunked;
    /// The answer is whole.
    boolean answered;

    Exchanged(Visit visit, @Nullable Head head, Framing framing) {
        this.visit = visit;
        this.head = head;
        this.body = new BodyReader(framing);
        this.upload = framing instanceof Framing.None ? null : new Upload();
    }
}
