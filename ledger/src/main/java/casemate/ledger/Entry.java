package casemate.ledger;

/// One entry as it lies in the log. Not a record: arrays have no equality of values.
public final class Entry {
    private final long index;
    private final byte[] bytes;

    Entry(long index, byte[] bytes) {
        this.index = index;
        this.bytes = bytes;
    }

    public long index() {
        return index;
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
