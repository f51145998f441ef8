package casemate.control.policy;

import casemate.base.Json;
import casemate.ledger.Bundle;
import casemate.ledger.Checkpoint;
import casemate.ledger.LedgerException;
import casemate.ledger.LedgerReader;
import casemate.ledger.Verdict;
import casemate.ledger.Verifier;
import casemate.promise.Cadence;
import casemate.promise.Drill;
import casemate.promise.DrillCard;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.ProofKind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Tries to find a policy or an outcome in the ledger that was altered, dropped or put in later: reads what
/// lies on the disk as a stranger would, from the public key alone. It proves POL-1 as far as code can:
/// controls are tested against a recorded policy, and that record is only ever added to.
final class LedgerDrill implements Drill<LedgerTarget> {
    static final PromiseId PROMISE = new PromiseId("POL-1");

    /// Re-hashing is fast, but the proof must not hold up the machine: beyond this only the newest bundle is read.
    private static final long WHOLE_UP_TO = 1_000_000;
    private static final DrillCard CARD = new DrillCard(
            PROMISE,
            "ledger-consistency",
            new Cadence(Duration.ofHours(1), Duration.ofHours(3)),
            ProofKind.INSIDE_PROBE);

    private final Path directory;
    private final Verifier verifier;
    private final CheckpointTable checkpoints;
    private final LedgerForwarder writer;
    private final Clock clock;
    private final boolean switchedOff;

    /// @param writer held still while the files are read
    /// @param switchedOff in a lab only: the real ledger is read as if somebody had altered it
    LedgerDrill(
            Path directory,
            Verifier verifier,
            CheckpointTable checkpoints,
            LedgerForwarder writer,
            Clock clock,
            boolean switchedOff) {
        this.directory = directory;
        this.verifier = verifier;
        this.checkpoints = checkpoints;
        this.writer = writer;
        this.clock = clock;
        this.switchedOff = switchedOff;
    }

    @Override
    public LedgerTarget real() throws InterruptedException {
        return switchedOff ? sabotaged() : new LedgerTarget(directory, checkpoints.believed(), false);
    }

    @Override
    public LedgerTarget sabotaged() throws InterruptedException {
        return writer.still(() -> LedgerTarget.tampered(directory, checkpoints.believed()));
    }

    @Override
    public DrillCard card() {
        return CARD;
    }

    @Override
    public Finding attempt(LedgerTarget target) throws InterruptedException {
        try {
            return writer.still(() -> read(target));
        } catch (LedgerException e) {
            return broken(0, String.valueOf(e.reason()));
        }
    }

    private Finding read(LedgerTarget target) {
        LedgerReader reader = LedgerReader.open(target.directory());
        Checkpoint now = reader.checkpoint();
        if (now.size() == 0) {
            return new Finding.Unproved("The ledger has no entry yet, so there is nothing to alter.");
        }
        Verdict files = now.size() <= WHOLE_UP_TO
                ? verifier.directory(target.directory())
                : verifier.bundle(reader.bundle(now, now.size() - 1));
        if (files instanceof Verdict.Fails fails) {
            return broken(now.size(), String.valueOf(fails.fault()));
        }
        Optional<Verdict.Fails> fork = fork(reader, target.believed(), now);
        if (fork.isPresent()) {
            return broken(now.size(), String.valueOf(fork.get().fault()));
        }
        Bundle newest = reader.bundle(now, now.size() - 1);
        if (!verifier.bundle(newest).holds()) {
            return new Finding.Unproved("The newest entry could not be proved to be in the ledger.");
        }
        if (verifier.bundle(altered(newest)).holds()) {
            return new Finding.Broken(measured(now.size()), "An altered entry was accepted as genuine.");
        }
        if (!target.copy()) {
            checkpoints.believe(now, clock.instant());
        }
        return new Finding.Kept(measured(now.size()));
    }

    /// Whether what was signed before is no longer a beginning of what is signed now.
    private Optional<Verdict.Fails> fork(LedgerReader reader, Optional<Checkpoint> believed, Checkpoint now) {
        if (believed.isEmpty()) {
            return Optional.empty();
        }
        Checkpoint then = believed.get();
        if (then.size() > now.size()) {
            return Optional.of(new Verdict.Fails(Verdict.Fault.INCONSISTENT, "entries were dropped"));
        }
        Verdict verdict = verifier.consistency(then, now, reader.consistency(then.size(), now.size()));
        return verdict instanceof Verdict.Fails fails ? Optional.of(fails) : Optional.empty();
    }

    private static Bundle altered(Bundle genuine) {
        Bundle.Leaf leaf = genuine.leaves().getFirst();
        byte[] entry = leaf.entry();
        entry[0] ^= 1;
        return new Bundle(java.util.List.of(new Bundle.Leaf(entry, leaf.proof())), genuine.checkpoint());
    }

    private static Finding broken(long entries, String fault) {
        return new Finding.Broken(
                measured(entries),
                "The ledger on disk is not what was signed: "
                        + fault.toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + ".");
    }

    private static Json.Obj measured(long entries) {
        return Json.object().put("entriesVerified", entries).build();
    }
}
