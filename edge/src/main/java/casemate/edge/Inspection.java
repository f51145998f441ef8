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
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One request before the firewall. The application hears of it once the rules have nothing against it: a
/// body that rules look at is held until then. Of an upload with files too large to be held, the last part
/// is: without it, the application has no request. Bodies of kinds that hold no arguments pass by.
final class Inspection implements Receiver {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    /// What forms, JSON and XML may have; the usual rules set the same bound. More is refused.
    static final int MOST_FORM_BYTES = 1 << 20;
    /// Of a body with files; after these the rest streams.
    static final int MOST_UPLOAD_BYTES = 128 << 10;
    /// Requests up to here are looked at on the event loop, which takes about as long as a change of
    /// threads is worth: a millisecond. Larger ones go beside it, so that they hold up no other visitor.
    private static final int LITTLE_BYTES = 4 << 10;
    /// For rules that are still being compiled, right after a start.
    private static final long RULES_SECONDS = 20;

    private static final String LEAK = "leak";
    private static final String UNJUDGED = "unjudged";
    private static final int NO_PORT = 0;
    private static final int HTTPS = 443;

    private final Inspections all;
    private final Front front;
    private final Request request;
    private final Visitor visitor;
    private final InspectedVisitor inside;
    private final Queue<byte[]> held = new ArrayDeque<>();
    private long heldBytes;
    private @Nullable Firewall firewall;
    private @Nullable Transaction transaction;
    private @Nullable Exchange exchange;
    private @Nullable Head trailers;
    /// The body is read by the rules while it goes on.
    private boolean streaming;
    /// Rules look at this body.
    private boolean bodied;
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
    /// A verdict is being made on another thread, which alone may touch the transaction.
    private boolean judging;

    private boolean over;
    private boolean finished;

    Inspection(Inspections all, Front front, Request request) {
        this.all = all;
        this.front = front;
        this.request = request;
        this.visitor = request.visitor();
        this.inside = new InspectedVisitor(this, visitor);
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
        facts(begun);
        bodied = request.hasBody() && !opaque();
        Framing framing = request.framing();
        if (bodied && !multipart() && framing instanceof Framing.Length length && length.bytes() > MOST_FORM_BYTES) {
            tooLarge();
            return;
        }
        int bytes = request.head().bytes().length;
        if (request.hasBody() && bytes > LITTLE_BYTES) {
            visitor.pause();
        }
        judge(bytes, () -> head(begun), this::headJudged);
    }

    private void facts(Transaction to) {
        Head head = request.head();
        byte[] bytes = head.bytes();
        to.connection(request.visit().address(), NO_PORT, request.route().host(), HTTPS);
        to.requestLine(head.method(), head.target(), protocol());
        for (int i = 0; i < head.count(); i++) {
            to.requestHeader(
                    new Bytes(bytes, head.nameFrom(i), head.nameTo(i)),
                    new Bytes(bytes, head.valueFrom(i), head.valueTo(i)));
        }
    }

    private Verdict head(Transaction to) {
        Verdict verdict = to.requestHeadersEnd();
        return bodied || verdict.blocked() ? verdict : to.requestBodyEnd();
    }

    private void headJudged(Verdict verdict) {
        if (!bodied) {
            passed(verdict);
        } else {
            if ("100-continue".equalsIgnoreCase(request.head().first(Field.EXPECT))) {
                inside.sayContinue();
            }
            visitor.resume();
        }
    }

    private String protocol() {
        return switch (request.visit().version()) {
            case "HTTP_2" -> "HTTP/2.0";
            case "HTTP_1_0" -> "HTTP/1.0";
            default -> "HTTP/1.1";
        };
    }

    /// Empty also when there are several: nobody knows which one the application takes.
    private String type() {
        Head head = request.head();
        String type = null;
        for (int i = 0; i < head.count(); i++) {
            if (head.field(i) == Field.CONTENT_TYPE) {
                if (type != null) {
                    return "";
                }
                type = head.value(i);
            }
        }
        return type == null ? "" : type.strip().toLowerCase(Locale.ROOT);
    }

    private boolean multipart() {
        return type().startsWith("multipart/form-data");
    }

    /// Kinds of bodies in which applications look for no arguments.
    private boolean opaque() {
        String type = type();
        return type.startsWith("application/octet-stream")
                || type.startsWith("image/")
                || type.startsWith("audio/")
                || type.startsWith("video/")
                || type.startsWith("font/");
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
        if (!all.hold(bytes.length)) {
            refuse(Page.BUSY);
            return;
        }
        held.add(bytes);
        heldBytes += bytes.length;
        Transaction to = transaction;
        if (passed) {
            deliver();
        }
        if (passed || to == null || judging) {
            return;
        }
        Verdict verdict = to.requestBody(Bytes.of(bytes));
        if (verdict instanceof Verdict.Block block) {
            refuse(block);
        } else if (streaming) {
            deliver();
        } else if (heldBytes > MOST_UPLOAD_BYTES && multipart() && to.streamRequestBody()) {
            streaming = true;
            carry();
        } else if (heldBytes > MOST_FORM_BYTES) {
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
        Transaction whole = transaction;
        if (passed || whole == null) {
            deliver();
        } else {
            judge(heldBytes, whole::requestBodyEnd, this::passed);
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
            byte[] next = held.remove();
            heldBytes -= next.length;
            all.free(next.length);
            to.data(Unpooled.wrappedBuffer(next));
        }
        if (held.isEmpty() && passed && ended && !delivered) {
            delivered = true;
            to.end(trailers);
        }
        to.flush();
    }

    /// Has a verdict made, here or beside the loop, and goes on with it unless it is a refusal.
    void judge(long bytes, Supplier<Verdict> work, Consumer<Verdict> then) {
        if (bytes <= LITTLE_BYTES) {
            judged(guarded(work), then);
            return;
        }
        judging = true;
        boolean taken = all.aside(() -> {
            Verdict verdict = guarded(work);
            visitor.home().loop.execute(() -> {
                judging = false;
                judged(verdict, then);
            });
        });
        if (!taken) {
            judging = false;
            refuse(Page.BUSY);
        }
    }

    private void judged(@Nullable Verdict verdict, Consumer<Verdict> then) {
        switch (verdict) {
            case Verdict _ when over -> finish();
            case null -> refuse(Page.UNREACHABLE);
            case Verdict.Block block -> refuse(block);
            case Verdict.Pass pass -> then.accept(pass);
        }
    }

    /// Null when the engine failed, which must not let a request through.
    private @Nullable Verdict guarded(Supplier<Verdict> work) {
        try {
            return work.get();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the firewall failed on request " + request.visit().requestId(),
                    e);
            return null;
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
        all.free(heldBytes);
        heldBytes = 0;
        held.clear();
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
        if (finished || judging || done == null || by == null) {
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
