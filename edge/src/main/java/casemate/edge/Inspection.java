package casemate.edge;

import casemate.edge.http1.Field;
import casemate.edge.http1.Framing;
import casemate.edge.http1.Head;
import casemate.waf.AnomalyScores;
import casemate.waf.FailClosed;
import casemate.waf.Firewall;
import casemate.waf.Transaction;
import casemate.waf.Verdict;
import casemate.waf.text.Bytes;
import casemate.wire.Shield;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request before the firewall. The application hears of it once the rules have nothing against it: a
/// body that rules look at is held until then. Of an upload with files too large to be held, the last part
/// is: without it, the application has no request. Bodies of kinds that hold no arguments pass by.
final class Inspection implements Receiver {
    /// What forms, JSON and XML may have; the usual rules set the same bound. More is refused.
    static final int MOST_FORM_BYTES = 1 << 20;
    /// Of a body with files; after these the rest streams.
    static final int MOST_UPLOAD_BYTES = 128 << 10;
    /// For rules that are still being compiled, right after a start.
    private static final long RULES_SECONDS = 20;

    private static final String LEAK = "leak";
    private static final String UNJUDGED = "unjudged";

    private final Inspections all;
    private final Front front;
    private final Request request;
    private final InspectedHead facts;
    private final Visitor visitor;
    private final InspectedVisitor inside;
    private final Judging judging;
    private final HeldBody held;
    private @Nullable Firewall firewall;
    private @Nullable Transaction transaction;
    private @Nullable Exchange exchange;
    private @Nullable Head trailers;
    /// The body is read by the rules while it goes on.
    private boolean streaming;
    /// Rules look at this body.
    private boolean bodied;
    /// The rules had nothing against the head.
    private boolean headed;
    /// The whole request is here.
    private boolean ended;
    /// The rules had nothing against the request.
    private boolean passed;
    /// The application was told the end.
    private boolean delivered;
    /// The application takes what comes.
    private boolean connected;
    /// The application asks to wait.
    private boolean waits;
    private boolean over;
    private boolean finished;

    Inspection(Inspections all, Front front, Request request) {
        this.all = all;
        this.front = front;
        this.request = request;
        this.facts = new InspectedHead(request);
        this.visitor = request.visitor();
        this.held = new HeldBody(all);
        this.inside = new InspectedVisitor(this, visitor);
        this.judging = new Judging(all, visitor.home(), request.visit(), () -> refuse(Page.BUSY));
    }

    void begin() {
        var rules = all.rules().firewall();
        if (rules.isDone() && !rules.isCompletedExceptionally()) {
            begin(rules.join());
            return;
        }
        if (request.hasBody()) {
            visitor.pause();
        }
        var _ = rules.copy()
                .orTimeout(RULES_SECONDS, TimeUnit.SECONDS)
                .whenComplete((compiled, trouble) -> visitor.home().loop.execute(() -> {
                    if (compiled == null || trouble != null) {
                        refuse(Page.UNREACHABLE);
                    } else if (!over) {
                        begin(compiled);
                    }
                }));
    }

    private void begin(Firewall compiled) {
        firewall = compiled;
        Visit visit = request.visit();
        Transaction begun = all.rules()
                .begin(
                        compiled,
                        request.route().rules().shield(),
                        visit.requestId().toString(),
                        visit.path());
        transaction = begun;
        facts.tell(compiled, begun);
        bodied = request.hasBody() && !facts.opaque();
        Framing framing = request.framing();
        if (bodied
                && !facts.multipart()
                && framing instanceof Framing.Length length
                && length.bytes() > MOST_FORM_BYTES) {
            tooLarge();
            return;
        }
        int bytes = request.head().bytes().length;
        if (request.hasBody() && bytes > Judging.LITTLE_BYTES) {
            visitor.pause();
        }
        judge(bytes, () -> head(begun), this::headJudged);
    }

    private Verdict head(Transaction to) {
        Verdict verdict = to.requestHeadersEnd();
        return bodied || verdict.blocked() ? verdict : to.requestBodyEnd();
    }

    private void headJudged(Verdict verdict) {
        headed = true;
        if (!bodied) {
            passed(verdict);
        } else {
            if ("100-continue".equalsIgnoreCase(request.head().first(Field.EXPECT))) {
                inside.sayContinue();
            }
            look();
            if (ended) {
                judgeWhole();
            } else {
                visitor.resume();
            }
        }
    }

    @Override
    public void data(ByteBuf part) {
        Exchange to = exchange;
        if (over || !part.isReadable()) {
            part.release();
        } else if (passed && connected && held.isEmpty() && to != null) {
            to.data(part);
        } else {
            byte[] bytes = new byte[part.readableBytes()];
            part.readBytes(bytes).release();
            keep(bytes);
        }
    }

    private void keep(byte[] bytes) {
        if (!held.add(bytes, passed)) {
            refuse(Page.BUSY);
        } else if (passed) {
            deliver();
        } else {
            look();
        }
    }

    /// Shows the rules what has come of the body, once they have spoken about the head.
    private void look() {
        Transaction to = transaction;
        if (!headed || to == null) {
            return;
        }
        byte @Nullable [] part;
        while (!over && !passed && (part = held.show()) != null) {
            look(to, part);
        }
    }

    private void look(Transaction to, byte[] bytes) {
        Verdict verdict = to.requestBody(Bytes.of(bytes));
        if (verdict instanceof Verdict.Block block) {
            refuse(block);
        } else if (streaming) {
            deliver();
        } else if (held.bytes() > MOST_UPLOAD_BYTES && facts.multipart() && to.streamRequestBody()) {
            streaming = true;
            carry();
        } else if (held.bytes() > MOST_FORM_BYTES) {
            tooLarge();
        }
    }

    /// What cannot be looked at whole is refused where the firewall blocks, and streams where it only looks.
    private void tooLarge() {
        if (request.route().rules().shield().mode() == Shield.Mode.BLOCK) {
            FailClosed limit = FailClosed.REQUEST_BODY_LIMIT;
            refuse(new Verdict.Block(
                    AnomalyScores.NONE,
                    limit.status(),
                    Verdict.How.DENY,
                    Optional.empty(),
                    limit.ruleId(),
                    limit.message()));
        } else {
            passed = true;
            carry();
        }
    }

    @Override
    public void end(@Nullable Head after) {
        if (over || !request.hasBody()) {
            return;
        }
        ended = true;
        trailers = after;
        if (passed) {
            deliver();
        } else if (headed) {
            judgeWhole();
        }
    }

    private void judgeWhole() {
        Transaction whole = transaction;
        if (!over && !passed && whole != null) {
            judge(held.bytes(), whole::requestBodyEnd, this::passed);
        }
    }

    private void passed(Verdict verdict) {
        passed = true;
        request.visit().score(verdict.scores().inbound());
        if (exchange == null) {
            carry();
        } else {
            deliver();
        }
    }

    private void carry() {
        Exchange made = new Exchange(front, request.by(inside));
        exchange = made;
        made.begin();
    }

    /// The application takes more, or has taken its leave.
    void resumed() {
        connected = true;
        waits = false;
        deliver();
        if (!waits) {
            visitor.resume();
        }
    }

    void paused() {
        waits = true;
        visitor.pause();
    }

    /// Hands on what the rules allow: all, or all but the last part while they have not spoken.
    private void deliver() {
        Exchange to = exchange;
        if (to == null || !connected) {
            return;
        }
        while (!waits && !over && (passed ? !held.isEmpty() : held.size() > 1)) {
            to.data(Unpooled.wrappedBuffer(held.take()));
        }
        if (held.isEmpty() && passed && ended && !delivered) {
            delivered = true;
            to.end(trailers);
        }
        to.flush();
    }

    /// Has a verdict made, and goes on with it unless it is a refusal.
    void judge(long bytes, Supplier<Verdict> work, Consumer<Verdict> then) {
        judging.judge(bytes, work, verdict -> judged(verdict, then));
    }

    private void judged(@Nullable Verdict verdict, Consumer<Verdict> then) {
        switch (verdict) {
            case Verdict _ when over -> finish();
            case null -> refuse(Page.UNREACHABLE);
            case Verdict.Block block -> refuse(block);
            case Verdict.Pass pass -> then.accept(pass);
        }
    }

    /// Whether rules may look at the answer: not at one that comes before the whole request was judged.
    @Nullable
    Transaction answering() {
        return passed && !over && !finished ? transaction : null;
    }

    /// The firewall stops it, whichever way it was going.
    void refuse(Verdict.Block block) {
        if (over) {
            return;
        }
        Firewall by = firewall;
        Transaction stopped = transaction;
        request.visit().score(Math.max(block.scores().inbound(), block.scores().outbound()));
        if (by != null && stopped != null) {
            stopped.finish();
            finished = true;
            all.tell(request, by, stopped, block, true);
        }
        // What an application shows is not held against the visitor.
        request.visit().refused(passed ? LEAK : Visit.FIREWALL);
        leave();
        if (inside.begun()) {
            visitor.cut();
        } else {
            front.pages().blocked(visitor, request.head(), request.visit().requestId());
        }
        visitor.resume();
    }

    private void refuse(Page page) {
        if (over) {
            return;
        }
        request.visit().refused(UNJUDGED);
        leave();
        if (inside.begun()) {
            visitor.cut();
        } else {
            front.pages().send(visitor, request.head(), page);
        }
        visitor.resume();
    }

    /// Nothing more comes or goes.
    private void leave() {
        over = true;
        held.drop();
        inside.drop();
        Exchange left = exchange;
        if (left != null) {
            left.gone();
        }
        finish();
    }

    /// The end of the transaction, once; a verdict that is being made comes first.
    void finish() {
        Transaction done = transaction;
        Firewall by = firewall;
        if (finished || judging.busy() || done == null || by == null) {
            return;
        }
        finished = true;
        done.finish();
        done.objection().ifPresent(block -> all.tell(request, by, done, block, false));
    }

    Inspections all() {
        return all;
    }

    @Override
    public void flush() {
        Exchange to = exchange;
        if (to != null && !over) {
            to.flush();
        }
    }

    @Override
    public void gone() {
        if (!over) {
            leave();
        }
    }

    @Override
    public void writable() {
        Exchange to = exchange;
        if (to != null && !over) {
            to.writable();
        }
    }
}
