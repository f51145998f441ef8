package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.text.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// A visitor as an application's answer meets them behind the firewall. An answer of text is held until the
/// rules have seen it, up to a bound and, where its length is not known, for a moment; what comes after
/// streams. All others only show their head.
final class InspectedVisitor implements Visitor, Timed {
    /// Of an answer; errors and listings that leak are at the beginning, and pages are rarely longer.
    static final int MOST_ANSWER_BYTES = 128 << 10;
    /// Few rules look at answers.
    private static final int ANSWERS_CHEAPER = 4;
    /// An answer that grows slowly is not held longer: somebody may be watching it grow.
    private static final Duration MOMENT = Duration.ofMillis(500);

    private final Inspection inspection;
    private final Visitor visitor;
    private final Queue<byte[]> held = new ArrayDeque<>();
    private long heldBytes;
    private @Nullable Head answer;
    private Framing framing = Framing.NONE;
    private @Nullable Head trailers;
    private boolean holding;
    private boolean judging;
    private boolean ended;
    private boolean begun;
    private boolean continued;
    private long due = NEVER;

    InspectedVisitor(Inspection inspection, Visitor visitor) {
        this.inspection = inspection;
        this.visitor = visitor;
    }

    /// Whether the visitor has seen some of the answer.
    boolean begun() {
        return begun;
    }

    @Override
    public Visitor own() {
        drop();
        begun = true;
        inspection.finish();
        return visitor;
    }

    @Override
    public void answer(Head head, Framing ending) {
        answer = head;
        framing = ending;
        Transaction to = inspection.answering();
        if (to == null || head.status() == Outgoing.SWITCHING_PROTOCOLS) {
            release();
            return;
        }
        holding = true;
        inspection.judge(0, () -> head(to, head), _ -> headJudged(to, head));
    }

    private static Verdict head(Transaction to, Head head) {
        byte[] bytes = head.bytes();
        to.responseStart(head.status(), "HTTP/1.1");
        for (int i = 0; i < head.count(); i++) {
            to.responseHeader(
                    new Bytes(bytes, head.nameFrom(i), head.nameTo(i)),
                    new Bytes(bytes, head.valueFrom(i), head.valueTo(i)));
        }
        return to.responseHeadersEnd();
    }

    private void headJudged(Transaction to, Head head) {
        // What is compressed could only be seen by unpacking it, which rules are not worth here.
        boolean readable = !head.has(Field.CONTENT_ENCODING) && !(framing instanceof Framing.None);
        if (!to.examinesResponseBody()) {
            release();
        } else if (!readable) {
            inspection.judge(0, to::responseBodyEnd, _ -> release());
        } else if (!(framing instanceof Framing.Length)) {
            due = Loop.in(MOMENT);
            home().watch(this);
        }
    }

    @Override
    public void data(ByteBuf part) {
        if (!holding) {
            visitor.data(part);
            return;
        }
        byte[] bytes = new byte[part.readableBytes()];
        part.readBytes(bytes).release();
        boolean room = inspection.all().hold(bytes.length);
        held.add(bytes);
        heldBytes += bytes.length;
        if (!room) {
            // It is in memory already; it counts, and nothing more is held.
            inspection.all().free(-bytes.length);
        }
        Transaction to = inspection.answering();
        if (judging || to == null) {
            return;
        }
        var _ = to.responseBody(Bytes.of(bytes));
        if (!room || heldBytes >= MOST_ANSWER_BYTES) {
            judge();
        }
    }

    @Override
    public void end(@Nullable Head after) {
        ended = true;
        trailers = after;
        if (!holding) {
            finish();
        } else if (!judging) {
            judge();
        }
    }

    private void judge() {
        Transaction to = inspection.answering();
        if (to != null) {
            judging = true;
            inspection.judge(heldBytes / ANSWERS_CHEAPER, to::responseBodyEnd, _ -> {
                release();
                inspection.writable();
            });
        }
    }

    /// Lets the visitor have what was held, and all that follows.
    private void release() {
        holding = false;
        forget();
        begun = true;
        if (answer != null) {
            visitor.answer(answer, framing);
        }
        inspection.all().free(heldBytes);
        heldBytes = 0;
        for (byte[] next = held.poll(); next != null; next = held.poll()) {
            visitor.data(Unpooled.wrappedBuffer(next));
        }
        if (ended) {
            finish();
        } else if (!(framing instanceof Framing.None)) {
            visitor.flush();
        }
    }

    private void finish() {
        inspection.finish();
        visitor.end(trailers);
    }

    /// Nobody gets what is held.
    void drop() {
        holding = false;
        forget();
        inspection.all().free(heldBytes);
        heldBytes = 0;
        held.clear();
    }

    private void forget() {
        if (due != NEVER) {
            due = NEVER;
            home().forget(this);
        }
    }

    @Override
    public long due() {
        return due;
    }

    @Override
    public void overdue() {
        due = NEVER;
        home().forget(this);
        if (holding && !judging) {
            judge();
        }
    }

    @Override
    public Loop home() {
        return visitor.home();
    }

    @Override
    public void flush() {
        if (!holding) {
            visitor.flush();
        }
    }

    @Override
    public void cut() {
        drop();
        inspection.finish();
        visitor.cut();
    }

    @Override
    public boolean writable() {
        return holding ? !judging : visitor.writable();
    }

    @Override
    public void pause() {
        inspection.paused();
    }

    @Override
    public void resume() {
        inspection.resumed();
    }

    @Override
    public void sayContinue() {
        if (!continued) {
            continued = true;
            visitor.sayContinue();
        }
    }

    @Override
    public void last() {
        visitor.last();
    }

    @Override
    public Optional<Channel> tunnel() {
        return visitor.tunnel();
    }

    @Override
    public void became(Relay relay) {
        inspection.finish();
        visitor.became(relay);
    }

    @Override
    public void touch() {
        visitor.touch();
    }
}
