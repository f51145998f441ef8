package casemate.trust;

import casemate.base.Refusal;
import casemate.ledger.Bundle;
import casemate.ledger.Hash;
import casemate.ledger.LedgerException;
import casemate.ledger.LedgerReader;
import casemate.ledger.Verdict;
import casemate.ledger.Verifier;
import casemate.promise.Evidence;
import casemate.promise.Leaf;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads single entries of the ledger when somebody asks for them. Each is proved against the signed root before it is
/// shown or handed out: the file may have been damaged since it was first read.
final class Archive {
    private final TrustConfig config;

    Archive(TrustConfig config) {
        this.config = config;
    }

    /// The ledger's files are not what its checkpoint signs. The message is for the operator.
    static final class Damaged extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Damaged(String message) {
            super(message);
        }
    }

    /// One page of outcomes that lie before the given entry, newest first.
    List<Recorded> before(Facts facts, Facts.Pledge pledge, long entry) {
        List<Recorded> page = new ArrayList<>();
        for (long index : pledge.told().trail().before(entry, PromiseTrack.RECENT)) {
            if (read(facts, index) instanceof Evidence evidence) {
                page.add(new Recorded(index, evidence));
            } else {
                throw new Damaged("entry " + index + " is no evidence any more");
            }
        }
        return page;
    }

    /// What a stranger needs to check the promise and the outcome that decides its state.
    byte[] promiseBundle(Facts facts, Facts.Pledge pledge, Judgement judged) {
        Optional<Long> evidence = judged.shown().map(Recorded::index);
        return evidence.isPresent()
                ? bundle(facts, evidence.get(), pledge.index(), facts.policyIndex())
                : bundle(facts, pledge.index(), facts.policyIndex());
    }

    /// What a stranger needs to check these entries.
    byte[] bundle(Facts facts, long... indices) {
        return attempt(() -> {
            Bundle bundle = LedgerReader.open(config.ledger()).bundle(facts.checkpoint(), indices);
            if (Verifier.of(config.key()).bundle(bundle) instanceof Verdict.Fails fails) {
                throw new Damaged(fails.text());
            }
            return bundle.encode();
        });
    }

    private Leaf read(Facts facts, long index) {
        return attempt(() -> {
            LedgerReader reader = LedgerReader.open(config.ledger());
            byte[] entry = reader.entry(index);
            boolean proved = reader.inclusion(index, facts.checkpoint().size())
                    .proves(Hash.ofLeaf(entry), facts.checkpoint().root());
            if (!proved) {
                throw new Damaged("entry " + index + " is not the one that was signed");
            }
            return Leaf.decode(entry);
        });
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T attempt(Reading<T> reading) {
        try {
            return reading.read();
        } catch (LedgerException | UncheckedIOException | Refusal e) {
            throw new Damaged(String.valueOf(e.getMessage()));
        }
    }
}
