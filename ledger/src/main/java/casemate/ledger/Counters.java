package casemate.ledger;

import java.util.concurrent.atomic.LongAdder;

/// What the ledger did since it was opened, for the operator.
final class Counters {
    private final LongAdder entries = new LongAdder();
    private final LongAdder batches = new LongAdder();

    void batch(int count) {
        entries.add(count);
        batches.increment();
    }

    LedgerFigures figures() {
        return new LedgerFigures(entries.sum(), batches.sum());
    }
}
