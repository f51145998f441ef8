package casemate.control.field;

import casemate.base.Unavailable;
import casemate.vault.Vault;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Moves what older releases kept in clear, and goes on with rotations. A test asks it for one turn.
final class FieldWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FieldWorker.class);
    /// A rotation that was asked for begins within it.
    private static final Duration PAUSE = Duration.ofSeconds(3);
    /// Steps in one turn, so that a turn ends; a rotation takes two.
    private static final int TURN = 500;

    private final List<SealedTable> tables;
    private final Resealing resealing;
    private final Rotations rotations;
    private final Vault vault;
    private final Set<SealedTable> moved = new HashSet<>();
    private boolean moving;
    private final ScheduledExecutorService executor;

    FieldWorker(
            List<SealedTable> tables, Resealing resealing, Rotations rotations, Vault vault, FieldSettings settings) {
        this.tables = List.copyOf(tables);
        this.resealing = resealing;
        this.rotations = rotations;
        this.vault = vault;
        this.moving = settings.moving();
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("fields").factory());
        var _ = executor.scheduleWithFixedDelay(this::quietly, 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// @throws Unavailable when the key service is needed and does not answer
    synchronized void turn() {
        if (moving) {
            // One look at each ring, once in the life of a process.
            int changed = vault.wrapAgain();
            if (changed > 0) {
                LOG.info("the keys of {} owners were wrapped by {}", changed, vault.service());
            }
            moving = false;
        }
        for (SealedTable table : tables) {
            // The database takes no clear value any more, so that once is enough.
            if (!moved.contains(table) && resealing.move(table)) {
                moved.add(table);
            }
        }
        for (int i = 0; i < TURN && rotations.step(); i++) {
            // The next one.
        }
    }

    private void quietly() {
        try {
            turn();
        } catch (Unavailable e) {
            // What a key service is missing is for the operator to mend: a disabled key, a clock that is off.
            LOG.warn("fields could not be sealed anew, trying again: {}", e.getMessage());
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "fields could not be sealed anew, trying again: {}",
                    e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            // Whatever it is, the next turn comes: a schedule that died in silence would never rotate again.
            LOG.error("fields could not be sealed anew", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
