package casemate.ledger;

import java.util.List;

/// The path from one leaf up to a tree's root (RFC 6962, 2.1.1): who holds the leaf and trusts the root can check that
/// the one lies in the other at this index.
public record InclusionProof(long index, long size, List<Hash> path) {
    /// A tree of 2^63 leaves has paths this long.
    static final int MAX_PATH = 63;

    public InclusionProof {
        path = List.copyOf(path);
        if (index < 0 || size < 0 || path.size() > MAX_PATH) {
            throw LedgerException.malformed("an inclusion proof has an index, a size and at most 63 hashes");
        }
    }

    public boolean proves(Hash leaf, Hash root) {
        return index < size && path.size() == length(index, size) && climb(leaf).equals(root);
    }

    /// How many hashes the path of a leaf has.
    static int length(long index, long size) {
        int inner = Long.SIZE - Long.numberOfLeadingZeros(index ^ (size - 1));
        return inner + Long.bitCount(index >>> inner);
    }

    private Hash climb(Hash leaf) {
        Hasher hasher = new Hasher();
        Hash node = leaf;
        long position = index;
        long last = size - 1;
        for (Hash sibling : path) {
            if ((position & 1) == 1 || position == last) {
                node = hasher.node(sibling, node);
                // A node without a right sibling stands for itself on the rows above.
                while ((position & 1) == 0 && position != 0) {
                    position >>>= 1;
                    last >>>= 1;
                }
            } else {
                node = hasher.node(node, sibling);
            }
            position >>>= 1;
            last >>>= 1;
        }
        return node;
    }
}
