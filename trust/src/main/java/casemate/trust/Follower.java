package casemate.trust;

import casemate.ledger.Checkpoint;
import casemate.ledger.Entry;
import casemate.ledger.LedgerException;
import casemate.ledger.LedgerReader;
import casemate.ledger.Verdict;
import casemate.ledger.Verifier;
import casemate.trust.Sight.Blind;
import casemate.trust.Sight.Cause;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Follows the ledger as it grows. An entry counts once a checkpoint with a signature that holds covers it and all
/// entries together give the root that it signs; whatever is in doubt blinds the page. One thread at a time takes
/// turns.
final class Follower {
    /// Every entry is read and hashed again this often, so that damage to old files shows.
    static final Duration AUDIT = Duration.ofMinutes(15);
    /// After a failure that took reading the whole ledger to find, it is read anew; not more often than this,
    /// growing to [#SLOWEST].
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private static final Duration SLOWEST = Duration.ofSeconds(30);
    private static final Set<Cause> READ_IT_ALL = Set.of(Cause.TRUNCATED, Cause.ROOT, Cause.REWRITTEN);

    private final Path directory;
    private final Verifier verifier;
    private final Clock clock;
    private volatile Sight sight = new Blind(Cause.STARTING, "the ledger was not read yet");

    private Book book = new Book();
    private Growth growth = new Growth();
    /// The largest state ever accepted: the ledger must go on containing it.
    private @Nullable Checkpoint accepted;

    private Instant audited = Instant.MIN;
    private Instant retryAt = Instant.MIN;
    private Duration retry = FIRST_RETRY;

    Follower(TrustConfig config) {
        this.directory = config.ledger();
        this.verifier = Verifier.of(config.key()).demanding(0, config.witnesses());
        this.clock = config.clock();
    }

    /// What can be shown now. The same object for as long as nothing changes.
    Sight sight() {
        return sight;
    }

    /// Looks once.
    synchronized void turn() {
        Instant now = clock.instant();
        if (now.isBefore(retryAt)) {
            return;
        }
        try {
            look(now);
            retry = FIRST_RETRY;
            retryAt = Instant.MIN;
        } catch (Doubt doubt) {
            blind(now, doubt.cause, String.valueOf(doubt.getMessage()));
        } catch (LedgerException e) {
            boolean missing = e.reason() == LedgerException.Reason.NOT_FOUND;
            blind(now, missing ? Cause.MISSING : Cause.TRUNCATED, String.valueOf(e.getMessage()));
        } catch (UncheckedIOException e) {
            blind(now, Cause.TRUNCATED, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // A bug of ours, and the loop must go on: what cannot be judged is not shown.
            System.getLogger("casemate.trust").log(System.Logger.Level.ERROR, "the ledger cannot be judged", e);
            blind(now, Cause.LEAF, e.toString());
        }
    }

    private void look(Instant now) {
        LedgerReader reader = LedgerReader.open(directory);
        Checkpoint checkpoint = reader.checkpoint();
        List<String> witnesses = witnesses(reader);
        boolean audit = growth.size() > 0 && !now.isBefore(audited.plus(AUDIT));
        if (!audit
                && sight instanceof Sight.Clear(Facts facts)
                && facts.checkpoint().equals(checkpoint)
                && facts.witnesses().equals(witnesses)) {
            return;
        }
        if (verifier.checkpoint(checkpoint) instanceof Verdict.Fails fails) {
            throw new Doubt(Cause.SIGNATURE, fails.text());
        }
        if (audit) {
            audit(reader);
        }
        if (audit || growth.size() == 0) {
            audited = now;
        }
        grow(reader, checkpoint);
        accepted = checkpoint;
        see(
                checkpoint.size() == 0
                        ? new Blind(Cause.EMPTY, directory + ": the ledger holds no entry")
                        : book.sight(checkpoint, witnesses));
    }

    /// Whose cosignatures hold, and for how many entries; says nothing of witnesses whose key is not known.
    private List<String> witnesses(LedgerReader reader) {
        return reader.witnessed().map(verifier::checkpoint).stream()
                .flatMap(verdict -> verdict instanceof Verdict.Holds holds
                        ? holds.witnesses().stream()
                                .map(name -> name + " (" + holds.checkpoint().size() + ")")
                        : Stream.empty())
                .toList();
    }

    /// Takes up the entries that are new, and accepts them only if they lead to the signed root by way of every root
    /// that was accepted before.
    private void grow(LedgerReader reader, Checkpoint checkpoint) {
        Checkpoint before = accepted;
        if (before != null && checkpoint.size() < before.size()) {
            throw new Doubt(Cause.REWRITTEN, "the ledger had " + before.size() + " entries, now " + checkpoint.size());
        }
        try (Stream<Entry> entries = reader.entries(growth.size(), checkpoint.size())) {
            Iterator<Entry> each = entries.iterator();
            while (each.hasNext()) {
                continues(before);
                byte[] entry = each.next().bytes();
                book.read(growth.size(), entry);
                growth.add(entry);
            }
        }
        continues(before);
        if (growth.size() != checkpoint.size() || !growth.root().equals(checkpoint.root())) {
            throw new Doubt(Cause.ROOT, "the entries do not lead to the root signed at " + checkpoint.size());
        }
    }

    private void continues(@Nullable Checkpoint before) {
        if (before != null && growth.size() == before.size() && !growth.root().equals(before.root())) {
            throw new Doubt(Cause.REWRITTEN, "the entries do not lead to the root accepted at " + before.size());
        }
    }

    /// Reads again what was accepted: files may have been damaged since.
    private void audit(LedgerReader reader) {
        Growth again = new Growth();
        try (Stream<Entry> entries = reader.entries(0, growth.size())) {
            entries.forEachOrdered(entry -> again.add(entry.bytes()));
        }
        if (!again.root().equals(growth.root())) {
            throw new Doubt(Cause.TRUNCATED, "entries accepted before are missing or altered");
        }
    }

    /// Nothing learned so far is relied on: all of it is read anew at the next turn.
    private void blind(Instant now, Cause cause, String detail) {
        book = new Book();
        growth = new Growth();
        if (READ_IT_ALL.contains(cause)) {
            retryAt = now.plus(retry);
            retry = retry.multipliedBy(2).compareTo(SLOWEST) < 0 ? retry.multipliedBy(2) : SLOWEST;
        }
        see(new Blind(cause, detail));
    }

    private void see(Sight seen) {
        if (!(seen instanceof Blind && seen.equals(sight))) {
            if (seen instanceof Blind(Cause cause, String detail)) {
                System.getLogger("casemate.trust").log(System.Logger.Level.WARNING, "{0}: {1}", cause, detail);
            }
            sight = seen;
        }
    }

    /// Why the ledger cannot be relied on. Never leaves this class.
    private static final class Doubt extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Cause cause;

        Doubt(Cause cause, String detail) {
            super(detail);
            this.cause = cause;
        }
    }
}
