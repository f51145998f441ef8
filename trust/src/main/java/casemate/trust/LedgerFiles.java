package casemate.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/// The ledger's own files, for any client or witness that speaks C2SP tlog-tiles. Read-only, and nothing else that may
/// lie in the directory.
final class LedgerFiles {
    static final String CHECKPOINT = "checkpoint";

    private static final Pattern TILE = Pattern.compile(
            "tile/(?:entries|[0-9]|[1-5][0-9]|6[0-3])/(?:x[0-9]{3}/){0,6}[0-9]{3}(?:\\.p/[1-9][0-9]{0,2})?");
    /// A full bundle of the largest entries, and their lengths.
    private static final int MAX_BYTES = 256 * (65_535 + 2);

    private static final int WIDTH = 256;

    private final Path directory;

    LedgerFiles(Path directory) {
        this.directory = directory;
    }

    /// Whether the path names a tile: its bytes never change.
    static boolean isTile(String path) {
        return TILE.matcher(path).matches();
    }

    Optional<byte[]> read(String path) throws IOException {
        Path file = directory.resolve(path);
        boolean there = (isTile(path) || path.equals(CHECKPOINT))
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) <= MAX_BYTES;
        return there ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    /// The newest tile of leaf hashes.
    static String hashes(long size) {
        return "tile/0/" + last(size);
    }

    /// The newest bundle of entries.
    static String entries(long size) {
        return "tile/entries/" + last(size);
    }

    private static String last(long size) {
        long tile = Math.max(0, size - 1) / WIDTH;
        long width = size - tile * WIDTH;
        StringBuilder path = new StringBuilder("%03d".formatted(tile % 1000));
        for (long rest = tile / 1000; rest > 0; rest /= 1000) {
            path.insert(0, "x%03d/".formatted(rest % 1000));
        }
        return path + (width == WIDTH ? "" : ".p/" + width);
    }
}
