package casemate.control.erasure;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Goes on with every erasure again and again. A test asks for one turn.
final class ErasureWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ErasureWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// Of one turn: others get theirs in the next one.
    private static final int MOST = 100;
    /// As long as a name rests before somebody else may have it.
    private static final Duration NAME_RESTS = Duration.ofDays(30);
    /// Longer than any drill takes.
    private static final Duration DRILL = Duration.ofDays(1);

    private final ErasureTable table;
    private final ReachTable reach;
    private final Intake intake;
    private final Erasures erasures;
    private final Advance advance;
    private final Traces traces;
    private final Clock clock;
    private final ScheduledExecutorService executor;
    private boolean looked;

    ErasureWorker(
            ErasureTable table,
            ReachTable reach,
            Intake intake,
            Erasures erasures,
            Advance advance,
            Traces traces,
            ErasureSettings settings,
            Clock clock) {
        this.table = table;
        this.reach = reach;
        this.intake = intake;
        this.erasures = erasures;
        this.advance = advance;
        this.traces = traces;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("erasures").factory());
        if (settings.on()) {
            var _ = executor.scheduleWithFixedDelay(this::quietly, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void turn() {
        if (!looked) {
            erasures.forgetDrills(DRILL);
            intake.tombstones();
            looked = true;
        }
        intake.requests();
        table.due(clock.instant(), MOST).forEach(advance::on);
        reach.blot(clock.instant().minus(NAME_RESTS));
        traces.turn();
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "erasures could not be gone on with, trying again: {}",
                    e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // Whatever it is, the next turn comes: a schedule that died in silence would never erase again.
            LOG.error("erasures could not be gone on with", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
