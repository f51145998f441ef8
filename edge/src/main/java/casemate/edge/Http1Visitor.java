package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A connection that speaks HTTP/1.x: one request after the other. What is sent ahead waits unread.
final class Http1Visitor extends ChannelInboundHandlerAdapter implements Visitor, Timed {
    private static final ByteBuf CONTINUE = Outgoing.constant("HTTP/1.1 100 Continue\r\n\r\n");

    private final Front front;
    private final Loop home;
    private final @Nullable String indicated;
    private final InetAddress client;
    private final @Nullable Encryption encryption;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf kept;
    private @Nullable Exchanged now;
    private boolean processing;
    private boolean draining;
    private boolean lingering;
    private long due;
    /// When a visitor that does not take its answer has had its time.
    private long unread = NEVER;

    /// @param indicated the host that the connection was made for, or null without TLS
    /// @param encryption what TLS has agreed on, or null without it
    Http1Visitor(
            Front front, Loop home, @Nullable String indicated, InetAddress client, @Nullable Encryption encryption) {
        this.front = front;
        this.home = home;
        this.indicated = indicated;
        this.client = client;
        this.encryption = encryption;
        this.due = Loop.in(Limits.IDLE);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        this.context = added;
        home.watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        home.forget(this);
        drop();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "in a pipeline");
    }

    private Exchanged now() {
        return Objects.requireNonNull(now, "a request is being answered");
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (lingering) {
            in.release();
            return;
        }
        kept = kept == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(read.alloc(), kept, in);
        process();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) {
        if (now != null) {
            now.receiver.flush();
        }
    }

    private void process() {
        if (processing) {
            return;
        }
        processing = true;
        try {
            while (step()) {}
        } finally {
            processing = false;
        }
        if (kept != null && (lingering || !kept.isReadable())) {
            drop();
        }
    }

    /// Whether there may be more to do at once.
    private boolean step() {
        Exchanged current = now;
        try {
            if (current == null) {
                return head();
            }
            if (!current.body.ended()) {
                return body(current);
            }
        } catch (Malformed _) {
            malformed();
            return false;
        }
        if (!current.answered) {
            if (kept != null && kept.isReadable()) {
                // Sent ahead: it waits in the socket until its turn.
                context().channel().config().setAutoRead(false);
            }
            return false;
        }
        return next(current);
    }

    private boolean head() throws Malformed {
        ByteBuf in = kept;
        if (in == null || lingering) {
            return false;
        }
        Head head = HeadReader.request(in, Limits.REQUEST_LINE_BYTES, Limits.HEAD_BYTES);
        if (head == null) {
            if (in.isReadable() && due - Loop.in(Limits.HEAD) > 0) {
                due = Loop.in(Limits.HEAD);
            }
            return false;
        }
        due = Loop.in(Limits.IDLE);
        Visit visit = new Visit(client, head.older() ? "1.0" : "1.1", encryption);
        Exchanged begun = new Exchanged(visit, head, head.framing());
        begun.close = draining || head.older() || head.lists(Field.CONNECTION, "close");
        now = begun;
        Receiver receiver = front.begin(this, head, head.framing(), visit, indicated);
        begun.receiver = receiver;
        if (begun.body.ended()) {
            receiver.end(null);
        }
        return true;
    }

    private boolean body(Exchanged current) throws Malformed {
        ByteBuf in = kept;
        if (in == null || !in.isReadable() || current.paused) {
            if (current.answered) {
                linger();
            }
            return false;
        }
        touch();
        current.take(in);
        return true;
    }

    /// The next request of the connection, or its end.
    private boolean next(Exchanged done) {
        now = null;
        if (done.close || draining) {
            linger();
            return false;
        }
        due = Loop.in(Limits.IDLE);
        if (!context().channel().config().isAutoRead()) {
            context().channel().config().setAutoRead(true);
        }
        return true;
    }

    /// Nothing that follows an unsound message on its connection can be believed.
    private void malformed() {
        Exchanged current = now;
        if (current == null) {
            current = new Exchanged(new Visit(client, "1.1", encryption), null, Framing.NONE);
            now = current;
        } else {
            Receiver receiver = current.receiver;
            current.receiver = new Receiver.Discard();
            receiver.gone();
        }
        if (current.answered) {
            linger();
        } else if (current.begun) {
            cut();
        } else {
            current.close = true;
            front.malformed(this, current.head);
            linger();
        }
    }

    /// Says no more, and reads a little longer what the visitor had already sent, so that the answer is not lost with a
    /// reset.
    private void linger() {
        if (lingering) {
            return;
        }
        lingering = true;
        now = null;
        drop();
        due = Loop.in(Limits.LINGER);
        context().channel().config().setAutoRead(true);
        Outgoing.close(context());
    }

    private void drop() {
        if (kept != null && !processing) {
            kept.release();
            kept = null;
        }
    }

    @Override
    public Loop home() {
        return home;
    }

    @Override
    public void answer(Head answer, Framing framing) {
        Sends.write(
                context(),
                now().begin(
                                answer,
                                framing,
                                context().alloc(),
                                front.strictTransport(indicated).line()));
    }

    @Override
    public void data(ByteBuf part) {
        touch();
        now().write(context(), part);
    }

    @Override
    public void end(@Nullable Head trailers) {
        Exchanged current = now();
        current.finish(context(), trailers);
        front.over(current.visit);
        process();
    }

    @Override
    public void flush() {
        context().flush();
    }

    /// Closed without the last chunk, or before the length is reached: the visitor sees that something is missing.
    @Override
    public void cut() {
        Exchanged current = now;
        if (current != null && !current.answered) {
            front.over(current.visit);
        }
        now = null;
        lingering = true;
        Sends.close(context());
    }

    @Override
    public boolean writable() {
        return context().channel().isWritable();
    }

    @Override
    public void pause() {
        if (now != null) {
            now.pause();
        }
        context().channel().config().setAutoRead(false);
    }

    @Override
    public void resume() {
        if (now != null && now.resume()) {
            context().channel().config().setAutoRead(true);
            process();
            if (now != null) {
                now.receiver.flush();
            }
        }
    }

    @Override
    public void sayContinue() {
        Sends.writeAndFlush(context(), CONTINUE.duplicate());
    }

    @Override
    public void last() {
        now().close = true;
    }

    @Override
    public Optional<Channel> tunnel() {
        Exchanged current = now();
        boolean can = current.head != null && !current.head.older();
        return can ? Optional.of(context().channel()) : Optional.empty();
    }

    /// From here on the bytes are not ours: the relay takes this handler's place.
    @Override
    public void became(Relay relay) {
        front.over(now().visit);
        ByteBuf rest = kept;
        kept = null;
        now = null;
        ChannelHandlerContext here = context();
        here.pipeline().addAfter(here.name(), "relay", relay);
        here.pipeline().remove(this);
        if (rest != null) {
            relay.first(rest);
        }
    }

    @Override
    public void touch() {
        if (now != null) {
            due = Loop.in(Limits.IDLE);
        }
    }

    @Override
    public long due() {
        Exchanged current = now;
        return Timed.sooner(Timed.sooner(due, unread), current == null ? NEVER : current.due());
    }

    @Override
    public void overdue() {
        leave();
        Sends.close(context());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        unread = changed.channel().isWritable() ? NEVER : Loop.in(Limits.UNREAD);
        if (now != null && changed.channel().isWritable()) {
            now.receiver.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext triggered, Object event) {
        if (event == Drain.INSTANCE) {
            draining = true;
            if (now == null && !lingering) {
                Sends.close(context());
            }
        } else {
            triggered.fireUserEventTriggered(event);
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
        Exchanged current = now;
        now = null;
        lingering = true;
        if (current != null && !current.answered) {
            front.over(current.visit);
            current.receiver.gone();
        }
    }
}
