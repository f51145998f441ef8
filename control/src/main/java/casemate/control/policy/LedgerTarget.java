package casemate.control.policy;

import casemate.base.FileTree;
import casemate.ledger.Checkpoint;
import casemate.promise.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A ledger's directory and the checkpoint that it must still be consistent with.
///
/// @param believed from an earlier run; empty at the first
/// @param copy whether closing takes the directory away
record LedgerTarget(Path directory, Optional<Checkpoint> believed, boolean copy) implements Target {

    // As C2SP tlog-tiles lays files out.
    private static final String ENTRIES = "tile/entries";
    private static final String GROWING = ".p/";

    /// The same ledger, where somebody altered one byte of its newest entries. All other files are links to the real
    /// ones.
    static LedgerTarget tampered(Path directory, Optional<Checkpoint> believed) {
        try {
            Path copy = Files.createTempDirectory("casemate-tampered-");
            List<Path> files = files(directory);
            for (Path file : files) {
                Path twin = copy.resolve(directory.relativize(file).toString());
                Files.createDirectories(twin.getParent());
                Files.createSymbolicLink(twin, file.toAbsolutePath());
            }
            for (Path newest : newest(directory, files)) {
                flip(newest, copy.resolve(directory.relativize(newest).toString()));
            }
            return new LedgerTarget(copy, believed, true);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be copied", e);
        }
    }

    /// The last full bundle of entries, and the growing one in all the widths that still lie there: the newest
    /// entry is in one of them.
    private static List<Path> newest(Path directory, List<Path> files) {
        Map<Boolean, List<Path>> byGrowth = files.stream()
                .filter(file -> directory.relativize(file).startsWith(ENTRIES))
                .collect(Collectors.partitioningBy(file -> file.toString().contains(GROWING)));
        List<Path> newest = new ArrayList<>(byGrowth.getOrDefault(true, List.of()));
        byGrowth.getOrDefault(false, List.of()).stream().max(Path::compareTo).ifPresent(newest::add);
        return newest;
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private static void flip(Path newest, Path twin) {
        try {
            byte[] bytes = Files.readAllBytes(newest);
            bytes[bytes.length - 1] ^= 1;
            Files.delete(twin);
            Files.write(twin, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger cannot be tampered with", e);
        }
    }

    @Override
    public void close() {
        if (copy) {
            try {
                FileTree.delete(directory);
            } catch (IOException e) {
                throw new UncheckedIOException("the tampered copy cannot be removed", e);
            }
        }
    }
}
