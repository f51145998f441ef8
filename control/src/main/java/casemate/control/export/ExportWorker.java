package casemate.control.export;

import casemate.base.Actor;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.base.Unavailable;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestKind;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.vault.DataKey;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes copies in the background, one at a time in each replica. A copy is taken for as long as
/// somebody works on it; killed at any moment, it is begun anew by whoever comes after, and what was
/// written before is removed.
final class ExportWorker implements AutoCloseable {
    static final Actor SELF = new Actor.Program("exports");
    private static final Logger LOG = LoggerFactory.getLogger(ExportWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// Whoever has not been heard of for so long is dead.
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final Duration BEAT = Duration.ofSeconds(20);
    /// After what may pass by itself: a pod that starts, a key service that is away.
    static final Duration AGAIN = Duration.ofMinutes(5);
    /// Then it has failed, and people are told.
    static final int MOST_ATTEMPTS = 5;

    private final ExportTable table;
    private final ExportMaker maker;
    private final ExportEnds ends;
    private final Requests requests;
    private final Vault vault;
    private final TransactionTemplate apart;
    private final SecureRandom chance;
    private final Clock clock;
    private final AtomicReference<Optional<Export>> mine = new AtomicReference<>(Optional.empty());
    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            2, Thread.ofVirtual().name("exports").factory());

    /// @param apart a transaction of its own, whatever goes on around it
    ExportWorker(
            ExportTable table,
            ExportMaker maker,
            ExportEnds ends,
            Requests requests,
            Vault vault,
            TransactionTemplate apart,
            SecureRandom chance,
            Clock clock) {
        this.table = table;
        this.maker = maker;
        this.ends = ends;
        this.requests = requests;
        this.vault = vault;
        this.apart = apart;
        this.chance = chance;
        this.clock = clock;
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(this::turn), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(this::beat), BEAT.toMillis(), BEAT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() throws InterruptedException {
        ends.sweep();
        Optional<Export> next;
        do {
            Instant now = clock.instant();
            next = table.claim(now, now.plus(LEASE));
            if (next.isPresent()) {
                work(next.get());
            }
        } while (next.isPresent());
    }

    private void beat() {
        Optional<Export> current = mine.get();
        if (current != null && current.isPresent()) {
            table.beat(current.get(), clock.instant().plus(LEASE));
        }
    }

    private void work(Export export) throws InterruptedException {
        mine.set(Optional.of(export));
        try {
            if (inHand(export)) {
                table.removeOthers(export);
                make(export);
            }
        } catch (LostException e) {
            LOG.warn("export {}: somebody else goes on with it", export.id());
        } catch (Refusal refusal) {
            ends.failed(export, refusal.code());
        } catch (IOException | UncheckedIOException | Unavailable e) {
            again(export, e);
        } catch (RuntimeException e) {
            LOG.error("export {} cannot be made", export.id(), e);
            again(export, e);
        } finally {
            mine.set(Optional.empty());
        }
    }

    private void again(Export export, Exception why) {
        LOG.warn("export {}, attempt {}: {}", export.id(), export.attempt(), why.getMessage());
        if (export.attempt() >= MOST_ATTEMPTS) {
            ends.failed(export, "export-cannot-be-made");
        } else {
            table.later(export, clock.instant().plus(AGAIN));
        }
    }

    /// Takes the request for it in hand, unless that was withdrawn.
    private boolean inHand(Export export) {
        Optional<DataRequest> request = requests.of(export.customer()).stream()
                .filter(r -> r.kind() == RequestKind.EXPORT && r.id().equals(export.request()))
                .findFirst();
        try {
            if (request.filter(r -> r.state() == RequestState.ASKED).isPresent()) {
                requests.take(export.request(), SELF);
                return true;
            }
        } catch (Refusal _) {
            // Withdrawn this very moment.
            ends.withdrawn(export);
            return false;
        }
        if (request.filter(r -> r.state() == RequestState.TAKEN).isEmpty()) {
            ends.withdrawn(export);
            return false;
        }
        return true;
    }

    private void make(Export export) throws IOException, InterruptedException {
        Instant at = clock.instant();
        DataKey key = vault.makeDataKey(KeyOwner.of(export.customer()), new Place(Exports.KEY, export.id()));
        PieceStream pieces =
                new PieceStream(new PieceCipher(key.key()), (number, piece, _) -> put(export, number, piece));
        try (pieces) {
            OutputStream file = locked(export, pieces);
            Bundle bundle = new Bundle(file, at);
            maker.make(export, bundle, at, step -> at(export, step, pieces.bytes()));
            at(export, "closing", pieces.bytes());
            bundle.end();
        }
        ends.ready(export, key.sealed(), pieces.bytes(), pieces.sha256Hex());
    }

    private OutputStream locked(Export export, PieceStream pieces) throws IOException {
        Optional<String> recipient = table.recipient(export.id());
        if (recipient.isPresent()) {
            return AgeLock.to(recipient.get(), pieces);
        }
        Optional<byte[]> sealed = table.passphrase(export.id());
        if (sealed.isEmpty()) {
            return pieces;
        }
        try (Secret passphrase = Secret.of(
                vault.open(KeyOwner.of(export.customer()), new Place(Exports.PASSPHRASE, export.id()), sealed.get()))) {
            return AgeLock.by(passphrase, chance, pieces);
        }
    }

    private void put(Export export, int number, byte[] sealed) {
        apart.executeWithoutResult(_ -> {
            if (!table.beat(export, clock.instant().plus(LEASE))) {
                throw new LostException();
            }
            table.put(export, number, sealed);
        });
    }

    private void at(Export export, String step, long bytes) {
        apart.executeWithoutResult(_ -> {
            if (!table.progress(export, step, bytes, clock.instant().plus(LEASE))) {
                throw new LostException();
            }
        });
    }

    /// It is somebody else's now, or the customer is gone.
    private static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private static void quietly(Work work) {
        try {
            work.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // Whatever it is, the next turn comes: a schedule that died in silence would never make a copy again.
            LOG.error("exports could not be gone on with", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
