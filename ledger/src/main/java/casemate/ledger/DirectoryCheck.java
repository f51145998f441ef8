package casemate.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Checks every file of a tree against its root and names the first that is missing, cut short or altered.
final class DirectoryCheck {
    private final Path directory;
    private final long size;

    private DirectoryCheck(Path directory, long size) {
        this.directory = directory;
        this.size = size;
    }

    /// @throws LedgerException `DAMAGED`
    static void run(Path directory, long size, Hash root) {
        DirectoryCheck check = new DirectoryCheck(directory, size);
        if (!new Tree((level, index, width) -> check.tile(level, index))
                .root(size)
                .equals(root)) {
            throw LedgerException.damaged(directory + "/tile", "does not lead to the signed root");
        }
        for (int level = 1; size >>> (TilePath.BITS * level) > 0; level++) {
            check.level(level);
        }
        long bundles = (size + TilePath.WIDTH - 1) / TilePath.WIDTH;
        LongStream.range(0, bundles).parallel().forEach(check::bundle);
    }

    private void level(int level) {
        Hasher hasher = new Hasher();
        long nodes = size >>> (TilePath.BITS * level);
        for (long node = 0; node < nodes; node++) {
            byte[] below = tile(level - 1, node);
            byte[] above = tile(level, node / TilePath.WIDTH);
            if (!Arrays.equals(
                    hasher.perfect(below, 0, TilePath.WIDTH),
                    Hash.at(above, (int) (node % TilePath.WIDTH)).raw())) {
                throw LedgerException.damaged(name(TilePath.hashes(level - 1, node, TilePath.WIDTH)), "is altered");
            }
        }
    }

    private void bundle(long index) {
        int width = TilePath.width(0, index, size);
        String name = name(TilePath.entries(index, width));
        byte[] bytes = read(name);
        byte[] hashes = tile(0, index);
        Hasher hasher = new Hasher();
        List<byte[]> entries;
        try {
            entries = EntryTile.split(bytes, width);
        } catch (LedgerException e) {
            throw LedgerException.damaged(name, String.valueOf(e.getMessage()));
        }
        for (int i = 0; i < width; i++) {
            byte[] entry = entries.get(i);
            if (!Arrays.equals(
                    hasher.leaf(entry, 0, entry.length), Hash.at(hashes, i).raw())) {
                throw LedgerException.damaged(name, "entry " + (index * TilePath.WIDTH + i) + " is altered");
            }
        }
    }

    private byte[] tile(int level, long index) {
        int width = TilePath.width(level, index, size);
        String name = name(TilePath.hashes(level, index, width));
        byte[] bytes = read(name);
        if (bytes.length != width * Hash.BYTES) {
            throw LedgerException.damaged(name, "has " + bytes.length + " bytes instead of " + width * Hash.BYTES);
        }
        return bytes;
    }

    private String name(String tile) {
        return directory.resolve(tile).toString();
    }

    private static byte[] read(String name) {
        try {
            return Files.readAllBytes(Path.of(name));
        } catch (IOException e) {
            throw LedgerException.damaged(name, "cannot be read");
        }
    }
}
