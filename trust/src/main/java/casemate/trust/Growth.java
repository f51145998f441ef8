package casemate.trust;

import casemate.ledger.Hash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The root of a Merkle tree that only grows (RFC 6962), from the entries themselves: one hash for each
/// complete subtree and nothing else is kept. That a later root comes out right shows, too, that nothing before
/// was changed.
final class Growth {
    /// A tree of 2^63 leaves has no more rows.
    private static final int ROWS = 64;

    private final MessageDigest sha256;
    private final byte[][] complete = new byte[ROWS][];
    private long size;

    Growth() {
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    long size() {
        return size;
    }

    void add(byte[] entry) {
        byte[] node = Hash.ofLeaf(entry).bytes();
        int row = 0;
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            node = join(complete[row++], node);
        }
        complete[row] = node;
        size++;
    }

    Hash root() {
        if (size == 0) {
            return Hash.of(sha256.digest());
        }
        int row = Long.numberOfTrailingZeros(size);
        byte[] node = complete[row];
        for (long rest = size >>> (row + 1); rest != 0; rest >>>= 1) {
            row++;
            if ((rest & 1) == 1) {
                node = join(complete[row], node);
            }
        }
        return Hash.of(node);
    }

    private byte[] join(byte[] left, byte[] right) {
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}
