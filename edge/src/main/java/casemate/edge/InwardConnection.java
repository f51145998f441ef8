package casemate.edge;

import casemate.edge.http1.BodyReader;
import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.edge.http1.HeadReader;
import casemate.edge.http1.Malformed;
import casemate.wire.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A connection to an application: carries one exchange at a time, and is used again when both sides agree.
final class InwardConnection extends ChannelInboundHandlerAdapter implements Inside, Timed {
    private static final int FIRST_FINAL = 200;
    /// How often is asked whether an exchange may go on: with what closing takes, one that may not ends within two
    /// seconds. Most are over before.
    static final Duration LOOK = Duration.ofSeconds(1);

    private final Loop home;
    private final Upstream upstream;
    private final @Nullable Health health;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable BodyReader body;
    private @Nullable ByteBuf kept;
    private boolean keep;
    private boolean tunnels;
    private boolean used;
    private boolean sent;
    /// The request's body goes out in chunks.
    private boolean chunked;
    private long idleSince;
    private long due = NEVER;
    private long look = NEVER;

    /// @param health hears how the application answers; null when there is no other to choose
    InwardConnection(Loop home, Upstream upstream, @Nullable Health health) {
        this.home = home;
        this.upstream = upstream;
        this.health = health;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "in a pipeline");
    }

    @Override
    public Channel channel() {
        return context().channel();
    }

    /// Carries bytes of a tunnel from now on.
    void tunnel() {
        tunnels = true;
    }

    boolean tunnels() {
        return tunnels;
    }

    @Override
    public Upstream upstream() {
        return upstream;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        home.watch(this);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        home.forget(this);
        drop();
    }

    /// Whether it has served before: then it may have been closed in the moment that it was taken.
    boolean used() {
        return used;
    }

    boolean usable() {
        return context().channel().isActive() && !stale(System.nanoTime());
    }

    boolean stale(long now) {
        return now - idleSince > Limits.UPSTREAM_KEEP_ALIVE.toNanos();
    }

    @Override
    public void begin(Exchange with, Request request, boolean tunnel) {
        exchange = with;
        body = null;
        sent = false;
        chunked = request.framing() instanceof Framing.Chunked;
        look = Loop.in(LOOK);
        ByteBuf out = context()
                .alloc()
                .directBuffer(Outgoing.room(request.head())
                        + 2 * request.authority().length()
                        + request.visit().identity().length());
        Outgoing.request(request, tunnel, out);
        Sends.write(context(), out);
    }

    @Override
    public void data(ByteBuf part) {
        if (chunked) {
            Sends.write(context(), Outgoing.chunk(context().alloc(), part));
            Sends.write(context(), part);
            Sends.write(context(), Outgoing.LINE_END.duplicate());
        } else {
            Sends.write(context(), part);
        }
    }

    @Override
    public void end(@Nullable Head trailers) {
        if (chunked) {
            Sends.write(context(), Outgoing.lastChunk(context().alloc(), trailers));
        }
        sent = true;
        due = body == null ? Loop.in(Limits.UPSTREAM_ANSWER) : due;
        context().flush();
    }

    @Override
    public void close() {
        exchange = null;
        due = NEVER;
        if (context != null) {
            Sends.close(context);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext read, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (exchange == null) {
            // Nobody has asked: such an application cannot be followed.
            in.release();
            close();
            return;
        }
        kept = kept == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(read.alloc(), kept, in);
        try {
            take(kept);
        } catch (Malformed _) {
            fail();
        }
        if (kept != null && !kept.isReadable()) {
            drop();
        }
    }

    private void drop() {
        if (kept != null) {
            kept.release();
            kept = null;
        }
    }

    private void take(ByteBuf in) throws Malformed {
        while (exchange != null && body == null) {
            Head head = HeadReader.answer(in, Limits.REQUEST_LINE_BYTES, Limits.HEAD_BYTES);
            if (head == null) {
                return;
            }
            head(exchange, head);
        }
        Exchange receiving = exchange;
        BodyReader reading = body;
        if (receiving == null || reading == null) {
            return;
        }
        reading.read(in, receiving::received);
        if (exchange != null && reading.ended()) {
            if (in.isReadable()) {
                keep = false;
            }
            ended(reading);
        }
    }

    private void head(Exchange of, Head head) {
        if (head.status() < FIRST_FINAL && head.status() != Outgoing.SWITCHING_PROTOCOLS) {
            return;
        }
        due = NEVER;
        keep = !head.older() && !head.lists(Field.CONNECTION, "close");
        Framing framing = of.framing(head);
        body = new BodyReader(framing);
        of.answered(head, framing);
    }

    private void ended(BodyReader whole) throws Malformed {
        Exchange done = Objects.requireNonNull(exchange, "an answer belongs to an exchange");
        Head trailers = Outgoing.trailers(whole.trailers());
        exchange = null;
        body = null;
        used = true;
        if (health != null) {
            health.served(upstream);
        }
        boolean again = keep && sent && context().channel().isActive();
        if (again) {
            idleSince = System.nanoTime();
            resume();
            home.inward.release(this, upstream);
        }
        done.complete(trailers);
        if (!again) {
            close();
        }
    }

    private void fail() {
        Exchange failed = exchange;
        close();
        if (failed != null) {
            broke();
            failed.lost(false);
        }
    }

    /// One that has served before may just have been closed for being idle: that is no breach.
    private void broke() {
        if (health != null && (!used || body != null)) {
            health.broke(upstream);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext read) {
        if (exchange != null) {
            exchange.flushAnswer();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (exchange != null && changed.channel().isWritable()) {
            exchange.uploadMore();
        }
    }

    /// Its end is the end of an answer that had no other.
    @Override
    public void channelInactive(ChannelHandlerContext gone) {
        Exchange left = exchange;
        exchange = null;
        due = NEVER;
        if (left == null) {
            return;
        }
        if (body != null && left.endsWithConnection()) {
            left.complete(null);
        } else {
            broke();
            left.lost(false);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext caught, Throwable cause) {
        fail();
    }

    @Override
    public long due() {
        return exchange == null ? due : Timed.sooner(due, look);
    }

    @Override
    public void overdue() {
        Exchange slow = exchange;
        if (slow != null && (due == NEVER || System.nanoTime() - due < 0)) {
            look = Loop.in(LOOK);
            slow.check();
            return;
        }
        close();
        if (slow != null) {
            if (health != null) {
                health.broke(upstream);
            }
            slow.lost(true);
        }
    }

    /// From here on the bytes are not ours: the relay takes this handler's place.
    void became(Relay relay) {
        ChannelHandlerContext here = context();
        ByteBuf rest = kept;
        kept = null;
        exchange = null;
        here.pipeline().addAfter(here.name(), "relay", relay);
        here.pipeline().remove(this);
        if (rest != null) {
            relay.first(rest);
        }
    }
}
