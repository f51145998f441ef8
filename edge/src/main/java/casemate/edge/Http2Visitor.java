package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One stream of an HTTP/2 connection: one request and its answer. The request is written down as HTTP/1.1
/// first, so that the same strict rules judge both versions.
final class Http2Visitor extends ChannelInboundHandlerAdapter implements Visitor, Timed {
    private final Front front;
    private final Loop home;
    private final @Nullable String indicated;
    private final Visit visit;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Head head;
    private Receiver receiver = new Receiver.Discard();
    /// The answer's head, held back until it is known whether anything follows.
    private @Nullable Http2Headers waiting;

    private boolean asked;
    private boolean uploaded;
    private boolean done;
    /// Only while a body is to come.
    private @Nullable Upload upload;
    /// When a visitor that does not take its answer has had its time.
    private long unread = NEVER;

    Http2Visitor(
            Front front, Loop home, @Nullable String indicated, InetAddress client, @Nullable Encryption encryption) {
        this.front = front;
        this.home = home;
        this.indicated = indicated;
        this.visit = new Visit(client, "2", encryption);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        this.context = added;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "in a pipeline");
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object frame) {
        switch (frame) {
            case Http2HeadersFrame headers when !asked -> ask(headers);
            case Http2HeadersFrame headers -> finish(headers);
            case Http2DataFrame data -> take(data);
            case Http2ResetFrame _ -> leave();
            default -> ReferenceCountUtil.release(frame);
        }
    }

    private void ask(Http2HeadersFrame headers) {
        asked = true;
        uploaded = headers.isEndStream();
        try {
            Head read = HeadReader.request(Http2Heads.written(headers.headers()));
            head = read;
            Framing framing = uploaded || read.has(Field.CONTENT_LENGTH) ? read.framing() : Framing.CHUNKED;
            receiver = front.begin(this, read, framing, visit, indicated);
            if (uploaded) {
                receiver.end(null);
            } else {
                awaited();
            }
        } catch (Malformed _) {
            front.malformed(this, null);
        }
    }

    private void awaited() {
        if (upload == null) {
            upload = new Upload();
            home.watch(this);
        }
    }

    private void take(Http2DataFrame data) {
        if (upload != null) {
            upload.got(data.content().readableBytes());
        }
        receiver.data(data.content());
        if (data.isEndStream()) {
            uploaded = true;
            receiver.end(null);
        }
    }

    private void finish(Http2HeadersFrame trailers) {
        uploaded = true;
        try {
            receiver.end(Http2Heads.trailers(trailers.headers()));
        } catch (Malformed _) {
            receiver.gone();
            cut();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) {
        receiver.flush();
    }

    @Override
    public Loop home() {
        return home;
    }

    @Override
    public void answer(Head answer, Framing framing) {
        visit.status(answer.status());
        boolean empty = head != null && head.method("HEAD");
        Http2Headers out = new DefaultHttp2Headers(false);
        out.status(Integer.toString(answer.status()));
        boolean nominations = answer.has(Field.CONNECTION);
        for (int i = 0; i < answer.count(); i++) {
            if (HeaderRules.outward(answer, i, nominations)
                    || (answer.field(i) == Field.CONTENT_LENGTH && Outgoing.saysLengthOnly(answer, empty))) {
                out.add(answer.name(i).toLowerCase(Locale.ROOT), answer.value(i));
            }
        }
        String strict = front.strictTransport(indicated).value();
        if (!strict.isEmpty()) {
            out.add("strict-transport-security", strict);
        }
        out.add("x-request-id", visit.requestId().toString());
        if (framing instanceof Framing.Length length) {
            out.add("content-length", Long.toString(length.bytes()));
        }
        waiting = out;
    }

    private void sendHead(boolean last) {
        Http2Headers headers = waiting;
        waiting = null;
        if (headers != null) {
            Sends.write(context(), new DefaultHttp2HeadersFrame(headers, last));
        }
    }

    @Override
    public void data(ByteBuf part) {
        visit.sent(part.readableBytes());
        sendHead(false);
        Sends.write(context(), new DefaultHttp2DataFrame(part));
    }

    @Override
    public void end(@Nullable Head trailers) {
        boolean bodiless = waiting != null;
        Http2Headers last = trailers == null ? null : Http2Heads.of(trailers);
        sendHead(last == null);
        if (last != null) {
            Sends.write(context(), new DefaultHttp2HeadersFrame(last, true));
        } else if (!bodiless) {
            Sends.write(context(), new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        }
        done();
        if (!uploaded) {
            // What is left of the upload need not be sent (RFC 9113, 8.1).
            Sends.write(context(), new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
        }
        context().flush();
        if (context().channel().isActive()) {
            // What waits for a closed window is not kept for ever.
            unread = Loop.in(Limits.UNREAD);
            home.watch(this);
        }
    }

    private void done() {
        if (!done) {
            done = true;
            receiver = new Receiver.Discard();
            front.over(visit);
        }
    }

    @Override
    public void flush() {
        sendHead(false);
        context().flush();
    }

    @Override
    public void cut() {
        done();
        waiting = null;
        Sends.writeAndFlush(context(), new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR));
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        home.forget(this);
    }

    @Override
    public long due() {
        return Timed.sooner(unread, uploaded || done || upload == null ? NEVER : upload.due());
    }

    /// Too slow, in one direction or the other.
    @Override
    public void overdue() {
        home.forget(this);
        leave();
        Sends.writeAndFlush(context(), new DefaultHttp2ResetFrame(Http2Error.ENHANCE_YOUR_CALM));
    }

    @Override
    public boolean writable() {
        return context().channel().isWritable();
    }

    @Override
    public void pause() {
        if (upload != null) {
            upload.pause();
        }
        context().channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        if (upload != null) {
            upload.resume();
        }
        context().channel().config().setAutoRead(true);
    }

    @Override
    public void sayContinue() {
        Sends.writeAndFlush(context(), new DefaultHttp2HeadersFrame(new DefaultHttp2Headers(false).status("100")));
    }

    /// Another stream of the connection is another matter.
    @Override
    public void last() {}

    /// WebSockets over HTTP/2 (RFC 8441) are not offered; browsers open a connection of their own.
    @Override
    public Optional<Channel> tunnel() {
        return Optional.empty();
    }

    @Override
    public void became(Relay relay) {
        throw new IllegalStateException("no tunnel over HTTP/2");
    }

    @Override
    public void touch() {}

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        unread = changed.channel().isWritable() && !done ? NEVER : Loop.in(Limits.UNREAD);
        home.watch(this);
        if (changed.channel().isWritable()) {
            receiver.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext left) {
        leave();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        leave();
        Sends.close(caught);
    }

    private void leave() {
        Receiver left = receiver;
        if (asked) {
            done();
        }
        left.gone();
    }
}
