package casemate.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Checks every file of a tree against its root and names one that is missing, cut short or altered. From the top down:
/// each tile is judged by hashes that were judged before.
final class DirectoryCheck {
    private final Path directory;
    private final long size;
    private final Hash root;

    private DirectoryCheck(Path directory, long size, Hash root) {
        this.directory = directory;
        this.size = size;
        this.root = root;
    }

    /// @throws LedgerException `DAMAGED`
    static void run(Path directory, long size, Hash root) {
        DirectoryCheck check = new DirectoryCheck(directory, size, root);
        if (!check.rootWithout(-1).equals(root)) {
            throw check.nameEdge();
        }
        for (int level = check.levels() - 1; level > 1; level--) {
            check.below(level);
        }
        LongStream.range(0, (size + TilePath.WIDTH - 1) / TilePath.WIDTH)
                .parallel()
                .forEach(check::bundle);
    }

    private int levels() {
        int levels = 0;
        while (levels < TilePath.LEVELS && size >>> (TilePath.BITS * levels) > 0) {
            levels++;
        }
        return levels;
    }

    /// The root that the partial tiles lead to, with those of one level made anew from what lies below (-1: of none).
    private Hash rootWithout(int remade) {
        return new Tree((level, index, width) -> level == remade ? remake(level, index) : tile(level, index))
                .root(size);
    }

    /// The partial tiles together make the root, so when it is wrong each is tried in turn: the one without
    /// which the root is right is the altered one.
    private LedgerException nameEdge() {
        for (int level = 0; level < levels(); level++) {
            long index = (size >>> (TilePath.BITS * level)) / TilePath.WIDTH;
            if (TilePath.width(level, index, size) > 0 && rootWithout(level).equals(root)) {
                return damaged(hashes(level, index), "is altered");
            }
        }
        return damaged("tile", "several tiles do not lead to the signed root");
    }

    private byte[] remake(int level, long index) {
        Hasher hasher = new Hasher();
        int width = TilePath.width(level, index, size);
        byte[] tile = new byte[width * Hash.BYTES];
        byte[] bundle = level == 0 ? read(entries(index), entriesFull(index), width) : tile;
        int position = 0;
        for (int i = 0; i < width; i++) {
            byte[] hash;
            if (level == 0) {
                int length = entry(bundle, position, entries(index));
                hash = hasher.leaf(bundle, position + EntryTile.LENGTH_BYTES, length);
                position += EntryTile.LENGTH_BYTES + length;
            } else {
                hash = hasher.perfect(tile(level - 1, index * TilePath.WIDTH + i), 0, TilePath.WIDTH);
            }
            System.arraycopy(hash, 0, tile, i * Hash.BYTES, Hash.BYTES);
        }
        return tile;
    }

    /// Checks all full tiles below a level whose own tiles were checked.
    private void below(int level) {
        Hasher hasher = new Hasher();
        long nodes = size >>> (TilePath.BITS * level);
        for (long node = 0; node < nodes; node++) {
            full(hasher, level - 1, node, tile(level - 1, node));
        }
    }

    private void full(Hasher hasher, int level, long index, byte[] tile) {
        byte[] above = tile(level + 1, index / TilePath.WIDTH);
        int position = (int) (index % TilePath.WIDTH) * Hash.BYTES;
        byte[] made = hasher.perfect(tile, 0, TilePath.WIDTH);
        if (!Arrays.equals(made, 0, Hash.BYTES, above, position, position + Hash.BYTES)) {
            throw damaged(hashes(level, index), "is altered");
        }
    }

    /// Checks one tile of leaf hashes and its entries.
    private void bundle(long index) {
        Hasher hasher = new Hasher();
        byte[] hashes = tile(0, index);
        int width = hashes.length / Hash.BYTES;
        if (width == TilePath.WIDTH) {
            full(hasher, 0, index, hashes);
        }
        String name = entries(index);
        byte[] bytes = read(name, entriesFull(index), width);
        int position = 0;
        for (int i = 0; i < width; i++) {
            int length = entry(bytes, position, name);
            byte[] hash = hasher.leaf(bytes, position + EntryTile.LENGTH_BYTES, length);
            if (!Arrays.equals(hash, 0, Hash.BYTES, hashes, i * Hash.BYTES, (i + 1) * Hash.BYTES)) {
                throw damaged(name, "is altered from entry " + (index * TilePath.WIDTH + i) + " on");
            }
            position += EntryTile.LENGTH_BYTES + length;
        }
        if (position != bytes.length && Files.exists(directory.resolve(name))) {
            throw damaged(name, "has " + (bytes.length - position) + " bytes too many");
        }
    }

    /// The length of the entry at a place, all of which is there.
    private int entry(byte[] bundle, int position, String name) {
        int start = position + EntryTile.LENGTH_BYTES;
        if (start > bundle.length || start + EntryTile.length(bundle, position) > bundle.length) {
            throw damaged(name, "is cut short at " + bundle.length + " bytes");
        }
        return EntryTile.length(bundle, position);
    }

    private byte[] tile(int level, long index) {
        String name = hashes(level, index);
        int width = TilePath.width(level, index, size);
        byte[] bytes = read(name, TilePath.hashes(level, index, TilePath.WIDTH), width);
        int expected = width * Hash.BYTES;
        boolean longer = bytes.length > expected && !Files.exists(directory.resolve(name));
        if (bytes.length != expected && !longer) {
            throw damaged(name, "has " + bytes.length + " bytes instead of " + expected);
        }
        return longer ? Arrays.copyOf(bytes, expected) : bytes;
    }

    private String hashes(int level, long index) {
        return TilePath.hashes(level, index, TilePath.width(level, index, size));
    }

    private String entries(long index) {
        return TilePath.entries(index, TilePath.width(0, index, size));
    }

    private static String entriesFull(long index) {
        return TilePath.entries(index, TilePath.WIDTH);
    }

    /// Reads a tile. Beside a live writer a partial one may meanwhile have given way to a longer form, which
    /// begins with the same bytes.
    private byte[] read(String name, String full, int width) {
        byte[] bytes = readIfThere(name);
        for (int wider = width + 1; bytes == null && wider < TilePath.WIDTH; wider++) {
            bytes = readIfThere(full + TilePath.PARTIAL + wider);
        }
        bytes = bytes == null ? readIfThere(full) : bytes;
        if (bytes == null) {
            throw damaged(name, "is missing");
        }
        return bytes;
    }

    private byte @Nullable [] readIfThere(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException _) {
            return null;
        } catch (IOException e) {
            throw damaged(name, "cannot be read (" + e.getMessage() + ")");
        }
    }

    private LedgerException damaged(String name, String how) {
        return LedgerException.damaged(directory.resolve(name).toString(), how);
    }
}
