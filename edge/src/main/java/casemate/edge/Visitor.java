package casemate.edge;

import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who sent one request and takes its answer, whatever version of HTTP they speak. All calls come on its event loop.
sealed interface Visitor permits Http1Visitor, Http2Visitor, InspectedVisitor {
    Loop home();

    /// Begins the answer. What the rules of the hop demand is added and left out here.
    ///
    /// @param framing how the body that follows will end
    void answer(Head answer, Framing framing);

    /// A part of the answer's body; the buffer is the visitor's to release.
    void data(ByteBuf part);

    /// The answer is whole.
    ///
    /// @param trailers checked fields, or null for none
    void end(@Nullable Head trailers);

    void flush();

    /// What has begun cannot be completed, and must not look as if it were.
    void cut();

    /// Whether more of an answer should be brought; when not, [Receiver#writable] tells when it should.
    boolean writable();

    /// Takes no more of the request's body until [#resume].
    void pause();

    void resume();

    /// The request may go on (RFC 9110, 10.1.1).
    void sayContinue();

    /// The answer will be the connection's last.
    void last();

    /// The connection, when the answer may turn it into a tunnel of bytes (RFC 9110, 7.8).
    Optional<Channel> tunnel();

    /// What was sent so far belonged to a request; from here on the relay takes the bytes.
    void became(Relay relay);

    /// Who takes what the edge itself says, instead of an application's answer.
    default Visitor own() {
        return this;
    }

    /// Something passed: the connection is not idle.
    void touch();
}
