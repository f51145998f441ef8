package casemate.ledger;

import java.util.Arrays;

/// A SHA-256 value: of a leaf, of a node, or of a whole tree.
public final class Hash {
    static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Hash of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw LedgerException.malformed("a hash has 32 bytes, not " + bytes.length);
        }
        return new Hash(bytes.clone());
    }

    static Hash at(byte[] tile, int position) {
        return new Hash(Arrays.copyOfRange(tile, position * BYTES, (position + 1) * BYTES));
    }

    /// Reads the 44 characters of base64 that notes and proofs use.
    public static Hash parse(String base64) {
        return of(Text.base64(base64));
    }

    /// The hash of an entry as RFC 6962 defines it: a zero byte, then the entry.
    public static Hash ofLeaf(byte[] entry) {
        return new Hash(new Hasher().leaf(entry, 0, entry.length));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /// The bytes themselves, for code of this package that only reads them.
    byte[] raw() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /// Base64, as in notes.
    @Override
    public String toString() {
        return Text.base64(bytes);
    }
}
