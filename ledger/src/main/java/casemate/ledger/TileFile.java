package casemate.ledger;

import java.nio.ByteBuffer;

/// A tile or bundle to be written. Not a record: arrays have no equality of values.
final class TileFile {
    private final String name;
    private final byte[] bytes;
    private final int length;

    TileFile(String name, byte[] bytes, int length) {
        this.name = name;
        this.bytes = bytes;
        this.length = length;
    }

    /// The path below the ledger's directory.
    String name() {
        return name;
    }

    int length() {
        return length;
    }

    boolean full() {
        return !name.contains(TilePath.PARTIAL);
    }

    ByteBuffer content() {
        return ByteBuffer.wrap(bytes, 0, length);
    }
}
