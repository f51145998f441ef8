package casemate.ledger;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Copies a ledger beside its live writer: the tiles and the checkpoint that signs them, without the journal. A copy is
/// checked whole against its checkpoint, and a ledger that is opened on it goes on from there.
public final class LedgerCopy {
    /// A writer that publishes all the time outruns a slow disk for a while, not for ever.
    private static final int TRIES = 50;

    private static final String TILES = "tile";

    private final Path from;
    private final Path into;

    private LedgerCopy(Path from, Path into) {
        this.from = from;
        this.into = into;
    }

    /// @param from a ledger's directory
    /// @param into made by this; what is there of an earlier try is written over
    /// @return what was copied: all up to this checkpoint
    public static Checkpoint make(Path from, Path into) throws IOException {
        return new LedgerCopy(from, into).make();
    }

    private Checkpoint make() throws IOException {
        LedgerException damage = null;
        for (int i = 0; i < TRIES; i++) {
            Checkpoint checkpoint = LedgerReader.open(from).checkpoint();
            tiles(damage != null);
            // Partial tiles are outdated by the next checkpoint, and their files may be used again.
            if (LedgerReader.open(from).checkpoint().size() == checkpoint.size()) {
                Files.writeString(into.resolve(LedgerReader.CHECKPOINT), checkpoint.note());
                try {
                    DirectoryCheck.run(into, checkpoint.size(), checkpoint.root());
                    return checkpoint;
                } catch (LedgerException e) {
                    // A tile that was half written when an earlier try read it; what is damaged stays so.
                    damage = e;
                }
            }
        }
        if (damage != null) {
            throw damage;
        }
        throw new IOException("the ledger grows faster than it can be copied");
    }

    private void tiles(boolean anew) throws IOException {
        Files.createDirectories(into);
        Path tiles = from.resolve(TILES);
        if (!Files.isDirectory(tiles)) {
            return;
        }
        Files.walkFileTree(tiles, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(into.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = into.resolve(from.relativize(file));
                boolean partial = file.toString().contains(TilePath.PARTIAL);
                if (anew || partial || Files.notExists(copy)) {
                    copy(file, copy);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
    }

    /// One that gave way to its successor meanwhile is missed by the check, if it is needed.
    private static void copy(Path file, Path copy) throws IOException {
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException _) {
            Files.deleteIfExists(copy);
        }
    }
}
