package casemate.edge;

import casemate.edge.http1.BodyReader;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1 connection, and how far it and its answer are.
final class Exchanged {
    final Visit visit;
    /// Null when it could not be read.
    final @Nullable Head head;

    final BodyReader body;
    /// Whether it comes in fast enough; null when there is no body.
    private final @Nullable Upload upload;

    Receiver receiver = new Receiver.Discard();
    /// The body is not wanted yet.
    boolean paused;
    /// The connection ends with the answer.
    boolean close;
    /// The answer has begun.
    boolean begun;
    /// The answer goes out in chunks.
    private boolean chunked;
    /// The answer is whole.
    boolean answered;

    Exchanged(Visit visit, @Nullable Head head, Framing framing) {
        this.visit = visit;
        this.head = head;
        this.body = new BodyReader(framing);
        this.upload = framing instanceof Framing.None ? null : new Upload();
    }

    /// Reads on in the request's body, and hands it over.
    void take(ByteBuf in) throws Malformed {
        if (upload != null) {
            upload.got(in.readableBytes());
        }
        body.read(in, part -> receiver.data(part));
        if (body.ended()) {
            receiver.end(Outgoing.trailers(body.trailers()));
        }
    }

    /// No more of the body is wanted for now.
    void pause() {
        paused = true;
        if (upload != null) {
            upload.pause();
        }
    }

    /// @return whether it was not wanted before
    boolean resume() {
        boolean was = paused;
        paused = false;
        if (was && upload != null) {
            upload.resume();
        }
        return was;
    }

    /// When the body has come too slowly, as [Timed#due].
    long due() {
        return upload == null || body.ended() ? Timed.NEVER : upload.due();
    }

    /// The answer begins.
    ///
    /// @param strict what it says about HTTPS
    /// @return its head
    ByteBuf begin(Head answer, Framing framing, ByteBufAllocator alloc, byte[] strict) {
        begun = true;
        visit.status(answer.status());
        boolean older = head != null && head.older();
        boolean empty = head != null && head.method("HEAD");
        boolean open = framing instanceof Framing.Chunked || framing instanceof Framing.UntilClose;
        chunked = open && !older;
        // What is left of an upload is unread: nothing after it on this connection could be found.
        close |= (open && older) || !body.ended();
        ByteBuf out = alloc.directBuffer(Outgoing.room(answer));
        Outgoing.answer(answer, framing, out, empty, chunked, strict);
        Outgoing.requestId(visit, out);
        if (close && answer.status() != Outgoing.SWITCHING_PROTOCOLS) {
            Outgoing.closing(out);
        }
        Outgoing.endOfHead(out);
        return out;
    }

    /// Writes a part of the answer's body.
    void write(ChannelHandlerContext to, ByteBuf part) {
        visit.sent(part.readableBytes());
        if (!part.isReadable()) {
            part.release();
        } else if (chunked) {
            Sends.write(to, Outgoing.chunk(to.alloc(), part));
            Sends.write(to, part);
            Sends.write(to, Outgoing.LINE_END.duplicate());
        } else {
            Sends.write(to, part);
        }
    }

    /// The answer is whole.
    void finish(ChannelHandlerContext to, @Nullable Head trailers) {
        if (chunked) {
            Sends.write(to, Outgoing.lastChunk(to.alloc(), trailers));
        }
        to.flush();
        answered = true;
    }
}
