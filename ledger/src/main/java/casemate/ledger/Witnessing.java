package casemate.ledger;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks the witnesses, round by round and beside the appends: all of them about one checkpoint, each for a bounded
/// time.
/// What enough of them cosigned is published.
final class Witnessing implements AutoCloseable {
    /// A witness that has not answered by then is asked again in the next round.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Path directory;
    private final Publication publication;
    private final LedgerOptions options;
    private final Map<String, WitnessStatus> status = new ConcurrentHashMap<>();
    private final Thread rounds =
            Thread.ofVirtual().name("casemate-ledger-witnesses").unstarted(this::rounds);

    Witnessing(Path directory, Publication publication, LedgerOptions options) {
        this.directory = directory;
        this.publication = publication;
        this.options = options;
        options.witnesses().forEach(witness -> note(witness, 0, Optional.empty(), Optional.of("not asked yet")));
    }

    void start() {
        if (!options.witnesses().isEmpty()) {
            rounds.start();
        }
    }

    List<WitnessStatus> status() {
        return options.witnesses().stream().map(this::statusOf).toList();
    }

    private WitnessStatus statusOf(Witness witness) {
        return java.util.Objects.requireNonNull(status.get(witness.key().toString()), "set in the constructor");
    }

    private void note(Witness witness, long size, Optional<Instant> at, Optional<String> problem) {
        status.put(witness.key().toString(), new WitnessStatus(witness.key().name(), size, at, problem));
    }

    private void rounds() {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!Thread.currentThread().isInterrupted()) {
                Checkpoint target = publication.current();
                List<Witness> due = options.witnesses().stream()
                        .filter(witness -> due(witness, target))
                        .toList();
                if (!due.isEmpty()) {
                    round(target, due, calls);
                }
                Thread.sleep(options.witnessEvery());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean due(Witness witness, Checkpoint target) {
        WitnessStatus last = statusOf(witness);
        return last.at().isEmpty() || last.problem().isPresent() || last.size() < target.size();
    }

    /// One round over one checkpoint. A failure of a witness or of the disk ends in the status, never in an append.
    private void round(Checkpoint target, List<Witness> due, ExecutorService calls) throws InterruptedException {
        Map<Witness, Future<NoteSignature>> asked = new java.util.LinkedHashMap<>();
        due.forEach(witness -> asked.put(witness, calls.submit(() -> ask(witness, target))));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<NoteSignature> lines = new ArrayList<>();
        for (var call : asked.entrySet()) {
            try {
                lines.add(call.getValue().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
                note(call.getKey(), target.size(), Optional.of(options.clock().instant()), Optional.empty());
            } catch (TimeoutException _) {
                failed(call.getKey(), "did not answer within " + PATIENCE.toSeconds() + " s");
            } catch (ExecutionException e) {
                failed(call.getKey(), reason(e.getCause()));
            } finally {
                call.getValue().cancel(true);
            }
        }
        publish(target, lines);
    }

    private static String reason(@Nullable Throwable cause) {
        return cause instanceof LedgerException own ? String.valueOf(own.getMessage()) : "failed: " + cause;
    }

    private void failed(Witness witness, String problem) {
        WitnessStatus last = statusOf(witness);
        note(witness, last.size(), last.at(), Optional.of(problem));
    }

    private void publish(Checkpoint target, List<NoteSignature> lines) {
        // Cosignatures of an earlier round over the same size still count.
        Checkpoint cosigned = LedgerReader.open(directory, LedgerReader.WITNESSED)
                .filter(earlier -> earlier.body().equals(target.body()))
                .orElse(target);
        for (NoteSignature line : lines) {
            cosigned = cosigned.with(line);
        }
        if (lines.isEmpty() || cosigned.signatures().size() - 1 < options.quorum()) {
            return;
        }
        try {
            publication.witnessed(cosigned);
        } catch (java.io.IOException e) {
            System.getLogger(Witnessing.class.getName())
                    .log(System.Logger.Level.WARNING, "cosignatures could not be written; asking again", e);
        }
    }

    /// Starts from nothing when this process has not asked before; the witness then says what it knows.
    private NoteSignature ask(Witness witness, Checkpoint target) throws Exception {
        Witness.Answer answer = witness.cosign(proof(statusOf(witness).size(), target), target);
        if (answer instanceof Witness.Answer.Conflict conflict) {
            if (conflict.size() > target.size()) {
                throw LedgerException.damaged(
                        directory.toString(),
                        "the witness has seen " + conflict.size() + " entries, this ledger holds " + target.size());
            }
            answer = witness.cosign(proof(conflict.size(), target), target);
        }
        return switch (answer) {
            case Witness.Answer.Cosigned cosigned -> checked(witness, target, cosigned.line());
            case Witness.Answer.Refused refused -> throw LedgerException.malformed("refuses: " + refused.why());
            case Witness.Answer.Conflict _ -> throw LedgerException.malformed("changes its mind about the size");
        };
    }

    private ConsistencyProof proof(long from, Checkpoint target) {
        return LedgerReader.open(directory).consistency(from, target.size());
    }

    private static NoteSignature checked(Witness witness, Checkpoint target, NoteSignature line) {
        if (!witness.key().claims(line) || !Verifier.cosigned(witness.key(), Text.utf8(target.body()), line)) {
            throw LedgerException.malformed("its cosignature does not fit its key and the checkpoint");
        }
        return line;
    }

    @Override
    public void close() {
        if (options.witnesses().isEmpty()) {
            return;
        }
        rounds.interrupt();
        try {
            rounds.join(GOODBYE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
