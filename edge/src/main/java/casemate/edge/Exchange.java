package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.wire.Route;
import casemate.wire.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One request and its answer, streamed both ways: whoever reads slowly slows the other side down, and nothing
/// is kept.
final class Exchange implements Receiver {
    /// Tries in all, for a request that may be sent twice: a kept connection may close just when it is taken.
    private static final int TRIES = 2;
    /// Replicas asked for a connection before a visitor is told that none is there; nothing was sent yet.
    private static final int CONNECT_TRIES = 3;

    private final Front front;
    private final Request request;
    private final Visitor visitor;
    private final Head head;
    private final Framing framing;
    private final Visit visit;
    private final Route route;
    private final boolean tunnel;
    private final Loop home;
    private @Nullable Inside inward;
    /// Where it was tried last.
    private @Nullable Upstream failed;

    private @Nullable Framing answer;
    private int tries;
    private boolean uploaded;
    private boolean over;
    /// The instance has sent its share for now.
    private boolean paced;

    Exchange(Front front, Request request) {
        this.front = front;
        this.request = request;
        this.visitor = request.visitor();
        this.head = request.head();
        this.framing = request.framing();
        this.visit = request.visit();
        this.route = request.route();
        this.home = visitor.home();
        this.tunnel = framing instanceof Framing.None
                && head.lists(Field.UPGRADE, "websocket")
                && head.lists(Field.CONNECTION, "upgrade")
                && head.method("GET")
                && visitor.tunnel().isPresent();
    }

    void begin() {
        if (hasBody()) {
            visitor.pause();
        }
        tries++;
        List<Upstream> replicas = tries == 1 ? route.upstreams() : front.replicas(route);
        home.inward.connect(this, replicas, tries > 1, failed);
    }

    /// Whether there is a choice.
    boolean replicated() {
        return route.upstreams().size() > 1;
    }

    /// Whether it does no harm to send the request twice.
    boolean repeatable() {
        return !hasBody() && (head.method("GET") || head.method("HEAD") || head.method("OPTIONS"));
    }

    private boolean hasBody() {
        return !(framing instanceof Framing.None);
    }

    /// Whether nobody waits for a connection any more.
    boolean gave() {
        return over;
    }

    void connected(Inside to) {
        if (over) {
            to.close();
            return;
        }
        if (tunnel && to instanceof InwardStream) {
            // WebSockets over HTTP/2 (RFC 8441) are not spoken inwards, and such an application has no other.
            to.close();
            over = true;
            front.pages().send(visitor, head, Page.NO_TUNNEL);
            return;
        }
        inward = to;
        failed = to.upstream();
        to.begin(this, request, tunnel);
        if (hasBody()) {
            if ("100-continue".equalsIgnoreCase(head.first(Field.EXPECT))) {
                visitor.sayContinue();
            }
            to.flush();
            visitor.resume();
        } else {
            uploaded = true;
            to.end(null);
        }
    }

    /// No connection could be had, so nothing of the request was sent.
    void unreachable(Upstream upstream) {
        failed = upstream;
        if (!over && tries < (replicated() ? CONNECT_TRIES : TRIES)) {
            begin();
        } else {
            fail(false);
        }
    }

    @Override
    public void data(ByteBuf part) {
        Inside to = inward;
        if (over || to == null || !part.isReadable()) {
            part.release();
            return;
        }
        to.data(part);
        if (!to.writable()) {
            to.flush();
            if (!to.writable()) {
                visitor.pause();
            }
        }
    }

    @Override
    public void end(@Nullable Head trailers) {
        Inside to = inward;
        if (!hasBody() || over || to == null) {
            return;
        }
        uploaded = true;
        to.end(trailers);
    }

    @Override
    public void flush() {
        if (inward != null && !over && !uploaded) {
            inward.flush();
        }
    }

    /// The application takes more of the upload.
    void uploadMore() {
        if (!uploaded) {
            visitor.resume();
        }
    }

    @Override
    public void gone() {
        if (!over) {
            over = true;
            drop();
        }
    }

    @Override
    public void writable() {
        if (inward != null && !over && !paced) {
            inward.resume();
        }
    }

    /// Brings no more of the answer until the instance's share has grown again.
    private void rest(long nanos) {
        Inside resting = inward;
        if (resting == null || paced) {
            return;
        }
        paced = true;
        visitor.flush();
        resting.pause();
        var _ = home.loop.schedule(
                () -> {
                    paced = false;
                    visitor.touch();
                    if (visitor.writable()) {
                        writable();
                    }
                },
                nanos,
                TimeUnit.NANOSECONDS);
    }

    /// How the answer's body ends, the request's method considered.
    Framing framing(Head from) {
        boolean bodiless = head.method("HEAD")
                || from.status() == Outgoing.NO_CONTENT
                || from.status() == Outgoing.NOT_MODIFIED
                || from.status() == Outgoing.SWITCHING_PROTOCOLS;
        return bodiless ? Framing.NONE : from.framing();
    }

    void answered(Head from, Framing as) {
        visit.answered();
        answer = as;
        front.insiders().answered(route.host(), head, from);
        if (from.status() == Outgoing.SWITCHING_PROTOCOLS) {
            open(from);
        } else {
            visitor.answer(from, as);
        }
    }

    /// The application has agreed to a WebSocket, if we had asked for one.
    private void open(Head agreed) {
        Optional<Channel> outside = visitor.tunnel();
        if (!tunnel || !(inward instanceof InwardConnection inside) || outside.isEmpty()) {
            lost(false);
            return;
        }
        if (!home.inward.tunnelled(inside)) {
            drop();
            over = true;
            answer = null;
            visit.refused(Floods.WORD);
            front.pages().send(visitor, head, Page.BUSY);
            return;
        }
        over = true;
        visitor.answer(agreed, Framing.NONE);
        visitor.flush();
        Tunnel through = new Tunnel(outside.get(), inside.channel(), home, terms());
        visitor.became(through.toInside());
        inside.became(through.toOutside());
        through.begin();
    }

    private Tunnel.Terms terms() {
        return new Tunnel.Terms() {
            @Override
            public boolean stand() {
                return front.stands(request);
            }

            @Override
            public long pace(int bytes) {
                return front.floods().pace(route, bytes);
            }
        };
    }

    void received(ByteBuf part) {
        if (over) {
            part.release();
            return;
        }
        long wait = front.floods().pace(route, part.readableBytes());
        visitor.data(part);
        if (wait > 0) {
            rest(wait);
        }
        if (!visitor.writable() && inward != null) {
            visitor.flush();
            if (!visitor.writable()) {
                inward.pause();
            }
        }
    }

    void flushAnswer() {
        if (!over && answer != null) {
            visitor.flush();
        }
    }

    boolean endsWithConnection() {
        return answer instanceof Framing.UntilClose;
    }

    void complete(@Nullable Head trailers) {
        if (!over) {
            over = true;
            inward = null;
            visitor.end(trailers);
        }
    }

    /// The application is gone, cannot be understood, or takes too long.
    void lost(boolean slow) {
        lost(!slow && repeatable(), slow);
    }

    /// The application has not begun with the request, and says so: it may come again whatever its method, as long as
    /// nothing of a body has gone.
    void refused() {
        lost(!hasBody(), false);
    }

    private void lost(boolean mayRepeat, boolean slow) {
        if (over) {
            return;
        }
        boolean again = mayRepeat && answer == null && tries < TRIES;
        drop();
        if (again) {
            begin();
        } else {
            fail(slow);
        }
    }

    /// Ends what a new request of the same visitor would not be let in for any more: a stream of events goes on for
    /// hours.
    void check() {
        if (!over && !front.stands(request)) {
            drop();
            fail(false);
        }
    }

    private void fail(boolean slow) {
        if (over) {
            return;
        }
        over = true;
        if (answer == null) {
            front.pages().send(visitor, head, slow ? Page.TOO_SLOW : Page.UNREACHABLE);
        } else {
            visitor.cut();
        }
        visitor.resume();
    }

    private void drop() {
        Inside left = inward;
        inward = null;
        if (left != null) {
            left.close();
        }
    }
}
