package casemate.link;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLHandshakeException;

/// Asks the house over connections that are kept: one for each ask that is under way.
final class HouseCalls implements AutoCloseable {
    /// The house ends what is quiet for two minutes; a connection that was quiet for longer than this is not tried.
    private static final Duration FRESH = Duration.ofSeconds(60);

    /// So long a connection is used: nothing of it outlives a certificate by much.
    private static final Duration AGE = Duration.ofHours(1);

    /// Feeds, reports and keys at one time.
    private static final int MOST_KEPT = 8;

    /// For an answer, besides what an ask says that it waits: the largest over a slow line.
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final HouseAddress house;
    private final Tls tls;
    private final Deadlines deadlines;
    private final ConcurrentLinkedDeque<Call> kept = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    HouseCalls(HouseAddress house, Tls tls, Deadlines deadlines) {
        this.house = house;
        this.tls = tls;
        this.deadlines = deadlines;
    }

    private record Call(TlsLine line, long begun, long used) {
        boolean fresh(long now) {
            return now - used < FRESH.toNanos() && now - begun < AGE.toNanos();
        }
    }

    /// The head of an ask.
    static Json.Builder head(Ask ask) {
        return Json.object()
                .put("protocol", Message.PROTOCOL)
                .put("ask", ask.name().toLowerCase(Locale.ROOT));
    }

    /// Asks, over a connection that is at hand or a new one. One that turns out to be dead is not held against the
    /// house: whatever a node asks may be asked twice.
    ///
    /// @param wait how long the house may take besides
    /// @return the answer's body; empty when it is nothing
    /// @throws Refusal the house's, or `other-house` when somebody else is there, who was told nothing
    /// @throws Unavailable when there is no answer
    Optional<byte[]> ask(Message message, Duration wait) {
        Call call = kept.pollFirst();
        if (call != null && call.fresh(System.nanoTime())) {
            try {
                return over(call, message, wait);
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted() || closed) {
                    throw away(e);
                }
                // Those beside it are most likely dead, too.
                forget();
            }
        } else if (call != null) {
            call.line().close();
        }
        return once(message, wait);
    }

    /// Asks over a new connection, once.
    Optional<byte[]> once(Message message, Duration wait) {
        try {
            if (closed) {
                throw new IOException("the link is closed");
            }
            TlsLine line = TlsLine.dial(tls, house.host(), house.port(), deadlines);
            return over(new Call(line, System.nanoTime(), System.nanoTime()), message, wait);
        } catch (SSLHandshakeException e) {
            if (e.getCause() instanceof Ours.OtherAuthority) {
                throw Refusal.forbidden(
                        "other-house",
                        "Whoever answers at " + house + " is not this node's house; it was told nothing.");
            }
            throw away(e);
        } catch (IOException e) {
            throw away(e);
        }
    }

    private Optional<byte[]> over(Call call, Message message, Duration wait) throws IOException {
        boolean whole = false;
        Message answer;
        try (var _ = deadlines.within(ANSWER.plus(wait), call.line()::abort)) {
            message.write(call.line().out());
            answer = Message.read(call.line().in(), Message.MOST_BODY_BYTES);
            whole = true;
        } finally {
            if (!whole) {
                call.line().abort();
            }
        }
        keep(call);
        return Answers.understood(answer) ? Optional.of(answer.body()) : Optional.empty();
    }

    private void keep(Call call) {
        if (closed || kept.size() >= MOST_KEPT) {
            call.line().close();
            return;
        }
        kept.addFirst(new Call(call.line(), call.begun(), System.nanoTime()));
        if (closed) {
            close();
        }
    }

    private Unavailable away(IOException e) {
        return new Unavailable("The house at " + house + " does not answer: " + reason(e), RETRY, e);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    /// What is under way goes to its end; nothing new begins.
    @Override
    public void close() {
        closed = true;
        forget();
    }

    private void forget() {
        for (Call call = kept.pollFirst(); call != null; call = kept.pollFirst()) {
            call.line().close();
        }
    }
}
