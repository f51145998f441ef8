package casemate.ledger;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// RFC 6962 hashing. Holds one digest, so it serves one thread at a time.
final class Hasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256 = sha256();

    byte[] leaf(byte[] data, int offset, int length) {
        sha256.update(LEAF);
        sha256.update(data, offset, length);
        return sha256.digest();
    }

    byte[] node(byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        sha256.update(right);
        return sha256.digest();
    }

    Hash node(Hash left, Hash right) {
        return Hash.of(node(left.raw(), right.raw()));
    }

    /// The root of the tree over nothing.
    Hash empty() {
        return Hash.of(sha256.digest());
    }

    /// The root of a perfect subtree whose bottom row lies in a tile.
    ///
    /// @param count a power of two
    byte[] perfect(byte[] tile, int first, int count) {
        if (count == 1) {
            return Hash.at(tile, first).raw();
        }
        byte[] row = new byte[count / 2 * Hash.BYTES];
        pairUp(tile, first * Hash.BYTES, row, count / 2);
        for (int width = count / 2; width > 1; width /= 2) {
            pairUp(row, 0, row, width / 2);
        }
        return Hash.at(row, 0).raw();
    }

    /// Writes the parents of two rows' hashes; the target may be the source, since parents land before their children.
    private void pairUp(byte[] from, int offset, byte[] to, int parents) {
        for (int i = 0; i < parents; i++) {
            sha256.update(NODE);
            sha256.update(from, offset + 2 * i * Hash.BYTES, 2 * Hash.BYTES);
            digestInto(to, i * Hash.BYTES);
        }
    }

    private void digestInto(byte[] to, int offset) {
        try {
            sha256.digest(to, offset, Hash.BYTES);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("the digest did not fit a row of hashes", e);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
