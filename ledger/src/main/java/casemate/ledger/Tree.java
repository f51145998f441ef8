package casemate.ledger;

import java.util.ArrayList;
import java.util.List;

/// Roots and proofs of any size up to the log's, computed from hash tiles (RFC 6962, 2.1).
final class Tree {
    /// Where full or partial hash tiles come from.
    interface Tiles {
        /// The bytes of a tile with at least the given width.
        byte[] hashes(int level, long index, int width);
    }

    private final Tiles tiles;
    private final Hasher hasher = new Hasher();

    Tree(Tiles tiles) {
        this.tiles = tiles;
    }

    Hash root(long size) {
        return size == 0 ? hasher.empty() : over(0, size);
    }

    /// The hash of the leaf at the index.
    Hash leaf(long index) {
        return over(index, index + 1);
    }

    InclusionProof inclusion(long index, long size) {
        List<Hash> path = new ArrayList<>();
        include(index, 0, size, path);
        return new InclusionProof(index, size, path);
    }

    ConsistencyProof consistency(long from, long to) {
        List<Hash> path = new ArrayList<>();
        if (from > 0 && from < to) {
            agree(from, 0, to, true, path);
        }
        return new ConsistencyProof(from, to, path);
    }

    private void include(long index, long low, long high, List<Hash> path) {
        if (high - low == 1) {
            return;
        }
        long middle = split(low, high);
        if (index < middle) {
            include(index, low, middle, path);
            path.add(over(middle, high));
        } else {
            include(index, middle, high, path);
            path.add(over(low, middle));
        }
    }

    /// @param known whether the older tree's holder has the root over this range already
    private void agree(long from, long low, long high, boolean known, List<Hash> path) {
        if (from == high) {
            if (!known) {
                path.add(over(low, high));
            }
            return;
        }
        long middle = split(low, high);
        if (from <= middle) {
            agree(from, low, middle, known, path);
            path.add(over(middle, high));
        } else {
            agree(from, middle, high, false, path);
            path.add(over(low, middle));
        }
    }

    /// The largest power of two below the range's length, from its start.
    private static long split(long low, long high) {
        return low + Long.highestOneBit(high - low - 1);
    }

    private Hash over(long low, long high) {
        long count = high - low;
        if (Long.bitCount(count) != 1) {
            long middle = split(low, high);
            return hasher.node(over(low, middle), over(middle, high));
        }
        int height = Long.numberOfTrailingZeros(count);
        int level = height / TilePath.BITS;
        int within = 1 << (height % TilePath.BITS);
        long first = low >>> (TilePath.BITS * level);
        int position = (int) (first % TilePath.WIDTH);
        byte[] tile = tiles.hashes(level, first / TilePath.WIDTH, position + within);
        return Hash.of(hasher.perfect(tile, position, within));
    }
}
