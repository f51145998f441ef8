package casemate.control.erasure;

import casemate.base.Json;
import casemate.base.Refusal;
import casemate.base.Unavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Goes on with one erasure as far as it can: intent, act, outcome, and so on with the next step. Whoever
/// is killed on the way leaves a claim that runs out; whoever takes it then does the step once more, and
/// each can be.
final class Advance {
    /// Longer than any act takes; from then on another replica may think that this one is dead.
    static final Duration LEASE = Duration.ofMinutes(10);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final int MOST_DOUBLINGS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(Advance.class);

    private final ErasureTable table;
    private final OutsideActs outside;
    private final RowActs rows;
    private final LastActs last;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Consumer<String> crossing;

    /// @param crossing is told of each point between two durable writes; a test dies there
    Advance(
            ErasureTable table,
            OutsideActs outside,
            RowActs rows,
            LastActs last,
            TransactionTemplate transactions,
            Clock clock,
            Consumer<String> crossing) {
        this.table = table;
        this.outside = outside;
        this.rows = rows;
        this.last = last;
        this.transactions = transactions;
        this.clock = clock;
        this.crossing = crossing;
    }

    Advance crossing(Consumer<String> told) {
        return new Advance(table, outside, rows, last, transactions, clock, told);
    }

    void on(String id) {
        Instant now = clock.instant();
        Optional<ErasureCase> claimed = table.claim(id, now, now.plus(LEASE));
        while (claimed.isPresent()) {
            claimed = step(claimed.get());
        }
    }

    /// @return the same at its next step; empty when it waits, is done, or is somebody else's
    private Optional<ErasureCase> step(ErasureCase c) {
        try {
            table.intend(c.id(), c.step(), clock.instant());
            crossing.accept("before " + c.step().code());
            Turn turn = act(c);
            crossing.accept("after " + c.step().code());
            return switch (turn) {
                case Turn.Wait(String why) -> {
                    table.rest(c, why, 0, clock.instant());
                    yield Optional.empty();
                }
                case Turn.Done done -> record(c, done);
            };
        } catch (Refusal | Unavailable e) {
            failed(c, String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (RuntimeException e) {
            LOG.error(
                    "the erasure {} cannot go on with its step {}",
                    c.id(),
                    c.step().code(),
                    e);
            failed(c, "an internal error; the log holds it");
            return Optional.empty();
        }
    }

    private Turn act(ErasureCase c) {
        return switch (c.step()) {
            case STOP -> outside.stop(c);
            case KEY -> outside.key(c);
            case SPACES -> outside.spaces(c);
            case SITES -> outside.sites(c);
            case ROWS -> rows.rows(c);
            case PROOF -> rows.proof(c);
            case LEDGER -> last.ledger(c);
            case LETTER -> last.letter(c);
            case DONE -> throw new IllegalStateException("nothing is left to do");
        };
    }

    private Optional<ErasureCase> record(ErasureCase c, Turn.Done done) {
        boolean ours = Boolean.TRUE.equals(transactions.execute(_ -> {
            if (!table.holds(c)) {
                return false;
            }
            Json.Obj outcome = done.record().get();
            Step next = c.step().next();
            if (next == Step.DONE) {
                table.done(c.id(), c.step(), outcome, c.step(), clock.instant());
                table.end(c.id(), clock.instant());
            } else {
                table.done(c.id(), c.step(), outcome, next, clock.instant());
            }
            return true;
        }));
        return ours ? table.find(c.id()).filter(ErasureCase::open) : Optional.empty();
    }

    private void failed(ErasureCase c, String why) {
        LOG.warn("the erasure {} waits at its step {}: {}", c.id(), c.step().code(), why);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(c.tries(), MOST_DOUBLINGS));
        table.rest(c, why, c.tries() + 1, clock.instant().plus(pause));
    }
}
