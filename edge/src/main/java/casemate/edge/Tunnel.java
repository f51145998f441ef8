package casemate.edge;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// A WebSocket (RFC 6455), once both sides have agreed: two relays, and what ends both. It goes on only as long as a
/// new request of the same visitor would be let in.
final class Tunnel implements Timed {
    /// How often is asked whether it may go on, at most: with what closing takes, it ends within two seconds.
    private static final Duration LOOK = Duration.ofMillis(1_500);

    /// What the edge has to say about one.
    interface Terms {
        /// Whether it may still go on.
        boolean stand();

        /// Counts bytes, in whichever direction, against the instance's share.
        ///
        /// @return nanoseconds to wait until more may be brought, 0 for none
        long pace(int bytes);
    }

    private final Channel outside;
    private final Channel inside;
    private final Loop home;
    private final Terms terms;
    private final Relay toInside;
    private final Relay toOutside;
    private long silent = Loop.in(Limits.IDLE);
    /// Not all that were opened by one crowd are asked about at one time.
    private long look =
            Loop.in(LOOK.dividedBy(2).plusNanos(ThreadLocalRandom.current().nextLong(LOOK.toNanos() / 2)));

    Tunnel(Channel outside, Channel inside, Loop home, Terms terms) {
        this.outside = outside;
        this.inside = inside;
        this.home = home;
        this.terms = terms;
        this.toInside = new Relay(this, inside);
        this.toOutside = new Relay(this, outside);
    }

    /// Stands at the visitor's side.
    Relay toInside() {
        return toInside;
    }

    /// Stands at the application's side.
    Relay toOutside() {
        return toOutside;
    }

    void begin() {
        home.watch(this);
    }

    /// Bytes have come for one side.
    ///
    /// @param by who brought them, and rests when that was more than the instance's share
    void passed(ByteBuf bytes, Relay by) {
        silent = Loop.in(Limits.IDLE);
        long wait = terms.pace(bytes.readableBytes());
        if (wait > 0) {
            by.rest();
            var _ = home.loop.schedule(by::go, wait, TimeUnit.NANOSECONDS);
        }
    }

    /// A side takes bytes again, or does not.
    void turned(Relay at) {
        (at == toInside ? toOutside : toInside).flow();
    }

    @Override
    public long due() {
        return Timed.sooner(Timed.sooner(silent, look), Timed.sooner(toInside.unread(), toOutside.unread()));
    }

    @Override
    public void overdue() {
        long now = System.nanoTime();
        boolean over = now - silent >= 0 || isPast(toInside.unread(), now) || isPast(toOutside.unread(), now);
        if (over || !terms.stand()) {
            end();
        } else {
            look = Loop.in(LOOK);
        }
    }

    private static boolean isPast(long due, long now) {
        return due != NEVER && now - due >= 0;
    }

    /// Both sides end, at once: whoever does not read would keep a farewell waiting.
    void end() {
        home.forget(this);
        cut(outside);
        cut(inside);
    }

    /// Past TLS, which would wait for what is unread.
    private static void cut(Channel side) {
        ChannelHandlerContext first = side.pipeline().firstContext();
        Sends.close(first == null ? side : first);
    }

    /// One side has ended by itself; the other may have something to read yet.
    void ended() {
        home.forget(this);
        Sends.close(outside);
        Sends.close(inside);
    }
}
