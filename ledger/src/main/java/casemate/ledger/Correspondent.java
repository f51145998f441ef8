package casemate.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One witness as this ledger deals with it: what it knows of us, how it is doing, and when to ask it again.
final class Correspondent {
    /// A witness that keeps failing is asked at ever longer intervals, so that it costs little and still comes back.
    private static final Duration MAX_PAUSE = Duration.ofMinutes(5);

    private static final int MAX_DOUBLINGS = 10;

    private final Witness witness;
    private final Duration pause;
    private volatile WitnessStatus status;
    private int failures;
    private long notBefore = System.nanoTime();

    Correspondent(Witness witness, Duration pause) {
        this.witness = witness;
        this.pause = pause;
        this.status = new WitnessStatus(witness.key().name(), 0, Optional.empty(), Optional.of("has not answered yet"));
    }

    WitnessStatus status() {
        return status;
    }

    boolean due(Checkpoint target) {
        boolean wanting = status.at().isEmpty() || status.problem().isPresent() || status.size() < target.size();
        return wanting && System.nanoTime() - notBefore >= 0;
    }

    /// Starts from nothing when this process has not asked before; the witness then says what it knows.
    ///
    /// @throws Exception whatever the adapter throws; it ends in the status
    NoteSignature ask(LedgerReader ledger, Checkpoint target) throws Exception {
        Witness.Answer answer = witness.cosign(ledger.consistency(status.size(), target.size()), target);
        if (answer instanceof Witness.Answer.Conflict conflict) {
            if (conflict.size() > target.size()) {
                throw new Unwilling("has seen " + conflict.size() + " entries, this ledger holds " + target.size()
                        + ": the ledger was rolled back, or two write under one name");
            }
            answer = witness.cosign(ledger.consistency(conflict.size(), target.size()), target);
        }
        return switch (answer) {
            case Witness.Answer.Cosigned cosigned -> checked(target, cosigned.line());
            case Witness.Answer.Refused refused -> throw new Unwilling("refuses: " + refused.why());
            case Witness.Answer.Conflict _ -> throw new Unwilling("changed its mind about the size");
        };
    }

    private NoteSignature checked(Checkpoint target, NoteSignature line) throws Unwilling {
        VerifierKey key = witness.key();
        if (!key.claims(line) || !Verifier.cosigned(key, Text.utf8(target.body()), line)) {
            throw new Unwilling("sent a cosignature that does not fit its key and the checkpoint");
        }
        return line;
    }

    void answered(long size, Instant now) {
        failures = 0;
        notBefore = System.nanoTime();
        status = new WitnessStatus(status.name(), size, Optional.of(now), Optional.empty());
    }

    void failed(@Nullable Exception cause) {
        failed(cause instanceof Unwilling ? String.valueOf(cause.getMessage()) : "failed: " + cause);
    }

    void failed(String problem) {
        long next = pause.toNanos() << Math.min(failures++, MAX_DOUBLINGS);
        notBefore = System.nanoTime() + Math.min(next, MAX_PAUSE.toNanos());
        status = new WitnessStatus(status.name(), status.size(), status.at(), Optional.of(problem));
    }

    /// A witness that answered, but not with what was asked for.
    private static final class Unwilling extends Exception {
        private static final long serialVersionUID = 1L;

        Unwilling(String message) {
            super(message);
        }
    }
}
