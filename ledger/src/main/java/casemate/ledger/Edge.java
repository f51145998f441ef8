package casemate.ledger;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The right edge of a growing tree: the partial tile of each level, the partial bundle of entries, and the
/// roots of the perfect subtrees from which the root is made. A batch grows a copy, so that a failed one leaves
/// nothing behind.
final class Edge {
    private static final byte[] NONE = {};

    private final Hasher hasher = new Hasher();
    private final List<TileFile> files = new ArrayList<>();
    private final byte[][] tiles;
    private final byte[][] perfect;
    private final long before;
    private byte[] bundle;
    private int bundleLength;
    private long size;

    private Edge(long size, byte[][] tiles, byte[][] perfect, byte[] bundle, int bundleLength) {
        this.before = size;
        this.size = size;
        this.tiles = tiles;
        this.perfect = perfect;
        this.bundle = bundle;
        this.bundleLength = bundleLength;
    }

    static Edge empty() {
        byte[][] tiles = new byte[TilePath.LEVELS][];
        byte[][] perfect = new byte[Long.SIZE][];
        Arrays.fill(tiles, NONE);
        Arrays.fill(perfect, NONE);
        return new Edge(0, tiles, perfect, NONE, 0);
    }

    /// The edge of a tree that lies on disk and was checked.
    static Edge load(TileFiles disk, long size) {
        Edge edge = empty();
        for (int level = 0; size >>> (TilePath.BITS * level) > 0; level++) {
            long nodes = size >>> (TilePath.BITS * level);
            int width = (int) (nodes % TilePath.WIDTH);
            if (width > 0) {
                byte[] tile = disk.read(TilePath.hashes(level, nodes / TilePath.WIDTH, width));
                edge.tiles[level] = Arrays.copyOf(tile, TilePath.WIDTH * Hash.BYTES);
                edge.takePerfect(level, width);
            }
        }
        int width = (int) (size % TilePath.WIDTH);
        byte[] bundle = width == 0 ? NONE : disk.read(TilePath.entries(size / TilePath.WIDTH, width));
        return new Edge(size, edge.tiles, edge.perfect, bundle, bundle.length);
    }

    private void takePerfect(int level, int width) {
        int first = 0;
        for (int bit = TilePath.BITS - 1; bit >= 0; bit--) {
            int count = 1 << bit;
            if ((width & count) != 0) {
                perfect[TilePath.BITS * level + bit] = hasher.perfect(tiles[level], first, count);
                first += count;
            }
        }
    }

    /// An edge that can grow without touching this one.
    Edge copy() {
        byte[][] copies = tiles.clone();
        for (int level = 0; level < copies.length; level++) {
            copies[level] = copies[level].clone();
        }
        return new Edge(size, copies, perfect.clone(), Arrays.copyOf(bundle, bundleLength), bundleLength);
    }

    long size() {
        return size;
    }

    void append(byte[] leafHash, byte[] entry) {
        keep(entry);
        push(0, leafHash);
        byte[] node = leafHash;
        int height = 0;
        while ((size >>> height & 1) == 1) {
            node = hasher.node(perfect[height], node);
            height++;
            if (height % TilePath.BITS == 0) {
                push(height / TilePath.BITS, node);
            }
        }
        perfect[height] = node;
        size++;
        if (size % TilePath.WIDTH == 0) {
            files.add(new TileFile(TilePath.entries(size / TilePath.WIDTH - 1, TilePath.WIDTH), bundle, bundleLength));
            bundle = NONE;
            bundleLength = 0;
        }
    }

    private void keep(byte[] entry) {
        int needed = bundleLength + EntryTile.LENGTH_BYTES + entry.length;
        if (needed > bundle.length) {
            bundle = Arrays.copyOf(bundle, needed + Math.max(needed, 1 << 12));
        }
        bundle[bundleLength] = (byte) (entry.length >>> 8);
        bundle[bundleLength + 1] = (byte) entry.length;
        System.arraycopy(entry, 0, bundle, bundleLength + EntryTile.LENGTH_BYTES, entry.length);
        bundleLength = needed;
    }

    /// Called before [#size] counts the new leaf.
    private void push(int level, byte[] hash) {
        long node = size >>> (TilePath.BITS * level);
        int position = (int) (node % TilePath.WIDTH);
        if (tiles[level].length == 0) {
            tiles[level] = new byte[TilePath.WIDTH * Hash.BYTES];
        }
        System.arraycopy(hash, 0, tiles[level], position * Hash.BYTES, Hash.BYTES);
        if (position == TilePath.WIDTH - 1) {
            files.add(new TileFile(
                    TilePath.hashes(level, node / TilePath.WIDTH, TilePath.WIDTH), tiles[level], tiles[level].length));
            tiles[level] = NONE;
        }
    }

    /// The files that this copy's growth added: every tile that became full, and the partial ones at its size.
    List<TileFile> grown() {
        List<TileFile> all = new ArrayList<>(files);
        for (TileFile partial : partials()) {
            boolean changed = true;
            for (int level = 0; level < TilePath.LEVELS && changed; level++) {
                changed = !partial.name().equals(partialName(level, before));
            }
            if (changed && !partial.name().equals(entriesName(before))) {
                all.add(partial);
            }
        }
        return all;
    }

    /// The partial tiles and the partial bundle at this size.
    List<TileFile> partials() {
        List<TileFile> all = new ArrayList<>();
        int width = (int) (size % TilePath.WIDTH);
        if (width > 0) {
            all.add(new TileFile(entriesName(size), bundle, bundleLength));
        }
        for (int level = 0; size >>> (TilePath.BITS * level) > 0; level++) {
            int hashes = (int) ((size >>> (TilePath.BITS * level)) % TilePath.WIDTH);
            if (hashes > 0) {
                all.add(new TileFile(partialName(level, size), tiles[level], hashes * Hash.BYTES));
            }
        }
        return all;
    }

    private static String partialName(int level, long size) {
        long nodes = size >>> (TilePath.BITS * level);
        return TilePath.hashes(level, nodes / TilePath.WIDTH, (int) (nodes % TilePath.WIDTH));
    }

    private static String entriesName(long size) {
        return TilePath.entries(size / TilePath.WIDTH, (int) (size % TilePath.WIDTH));
    }

    Hash root() {
        if (size == 0) {
            return hasher.empty();
        }
        int lowest = Long.numberOfTrailingZeros(size);
        byte[] node = perfect[lowest];
        for (int height = lowest + 1; height < Long.SIZE; height++) {
            if ((size >>> height & 1) == 1) {
                node = hasher.node(perfect[height], node);
            }
        }
        return Hash.of(node);
    }
}
