package casemate.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Asks the witnesses, round by round and beside the appends: all of them about one checkpoint, each for a
/// bounded time. What enough of them cosigned is published as soon as it is.
final class Witnessing implements AutoCloseable {
    /// A witness that has not answered by then is asked again in a later round.
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// Closing does not wait longer for a witness that ignores being interrupted.
    private static final Duration GOODBYE = Duration.ofSeconds(1);

    private final Path directory;
    private final Publication publication;
    private final LedgerOptions options;
    private final List<Correspondent> correspondents;

    /// The newest checkpoint asked about, with the cosignatures that came; touched by the rounds' thread alone.
    private Checkpoint gathered;

    private final Thread rounds =
            Thread.ofVirtual().name("casemate-ledger-witnesses").unstarted(this::rounds);

    Witnessing(Path directory, Publication publication, LedgerOptions options) {
        this.directory = directory;
        this.publication = publication;
        this.options = options;
        this.gathered = publication.current();
        this.correspondents = options.witnesses().stream()
                .map(witness -> new Correspondent(witness, options.witnessEvery()))
                .toList();
    }

    void start() {
        if (!correspondents.isEmpty()) {
            rounds.start();
        }
    }

    List<WitnessStatus> status() {
        return correspondents.stream().map(Correspondent::status).toList();
    }

    private void rounds() {
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            while (!Thread.currentThread().isInterrupted()) {
                Checkpoint target = publication.current();
                List<Correspondent> due =
                        correspondents.stream().filter(each -> each.due(target)).toList();
                if (!due.isEmpty()) {
                    round(target, due, calls);
                }
                Thread.sleep(options.witnessEvery());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// What came of asking one witness: a line or a problem.
    private record Outcome(
            Correspondent from,
            @Nullable NoteSignature line,
            @Nullable Exception problem) {}

    private static Outcome ask(Correspondent each, LedgerReader ledger, Checkpoint target) {
        try {
            return new Outcome(each, each.ask(ledger, target), null);
        } catch (Exception e) {
            // Whatever an adapter throws is that witness's problem alone.
            return new Outcome(each, null, e);
        }
    }

    /// One round over one checkpoint. A failure of a witness or of the disk ends in its status, never in an append.
    private void round(Checkpoint target, List<Correspondent> due, ExecutorService calls) throws InterruptedException {
        LedgerReader ledger = LedgerReader.open(directory);
        BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
        List<Correspondent> silent = new ArrayList<>(due);
        List<Future<?>> asked = new ArrayList<>();
        due.forEach(each -> asked.add(calls.submit(() -> outcomes.add(ask(each, ledger, target)))));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!silent.isEmpty()) {
                Outcome outcome = outcomes.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (outcome == null) {
                    break;
                }
                silent.remove(outcome.from());
                take(outcome, target);
            }
        } finally {
            asked.forEach(call -> call.cancel(true));
            silent.forEach(each -> each.failed("did not answer within " + PATIENCE.toSeconds() + " s"));
        }
    }

    private void take(Outcome outcome, Checkpoint target) {
        if (outcome.line() == null) {
            outcome.from().failed(outcome.problem());
            return;
        }
        try {
            publish(target, outcome.line());
            outcome.from().answered(target.size(), options.clock().instant());
        } catch (IOException | LedgerException e) {
            outcome.from().failed("cosigned, but that could not be written: " + e.getMessage());
        }
    }

    /// Adds a cosignature to those that came for the same checkpoint, and publishes once there are enough.
    private void publish(Checkpoint target, NoteSignature line) throws IOException {
        if (!gathered.body().equals(target.body())) {
            gathered = LedgerReader.open(directory, LedgerReader.WITNESSED)
                    .filter(earlier -> earlier.body().equals(target.body()))
                    .orElse(target);
        }
        gathered = gathered.with(line);
        if (gathered.signatures().size() > options.quorum()) {
            publication.witnessed(gathered);
        }
    }

    @Override
    public void close() {
        if (correspondents.isEmpty()) {
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
