package casemate.trust;

import casemate.ledger.Checkpoint;
import java.util.List;

/// Builds the page about the ledger itself.
final class LedgerViews {
    private final Footing footing;
    private final Words words;
    private final Commands commands;

    LedgerViews(Footing footing, Commands commands) {
        this.footing = footing;
        this.words = footing.words();
        this.commands = commands;
    }

    LedgerView ledger(Facts facts) {
        Checkpoint checkpoint = facts.checkpoint();
        Facts.Counts counts = facts.counts();
        return new LedgerView(
                footing.around(facts, Paths.LEDGER, words.text("ledger.title"), Paths.LEDGER_JSON),
                checkpoint.origin(),
                commands.key().toString(),
                words.number(checkpoint.size()),
                checkpoint.root().toString(),
                String.join(", ", facts.witnesses()),
                checkpoint.note(),
                commands.verify(Paths.entryBundle(checkpoint.size() - 1)),
                List.of(
                        kind("promise", counts.promises()),
                        kind("policy", counts.policies()),
                        kind("evidence", counts.evidence()),
                        kind("other", counts.others())),
                List.of(
                        file("checkpoint", LedgerFiles.CHECKPOINT),
                        file("tiles", LedgerFiles.hashes(checkpoint.size())),
                        file("entries", LedgerFiles.entries(checkpoint.size()))));
    }

    private LedgerView.Kind kind(String kind, long count) {
        return new LedgerView.Kind(words.text("ledger.kind." + kind), words.number(count));
    }

    private LedgerView.File file(String name, String path) {
        return new LedgerView.File(words.text("ledger.file." + name), Paths.FILES + path);
    }
}
