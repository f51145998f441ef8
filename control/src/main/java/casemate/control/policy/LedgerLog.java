package casemate.control.policy;

import casemate.ledger.Ledger;

/// The ledger as evidence needs it.
final class LedgerLog implements EvidenceLog {
    private final Ledger ledger;

    LedgerLog(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public long size() {
        return ledger.checkpoint().size();
    }

    @Override
    public byte[] entry(long index) {
        return ledger.reader().entry(index);
    }

    @Override
    public long append(byte[] entry) {
        return ledger.append(entry).index();
    }
}
