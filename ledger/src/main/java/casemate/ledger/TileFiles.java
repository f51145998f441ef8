package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The files of a tree below a ledger's directory.
final class TileFiles {
    /// Directories known to exist are remembered, to save asking; past this many we forget and ask again.
    private static final int MAX_REMEMBERED = 4_096;

    private static final String PARTIALS = ".p";

    private final Disk disk;
    private final Path directory;
    private final Spares spares;

    /// Touched by the writing thread alone.
    private final Set<Path> made = new HashSet<>();

    TileFiles(Disk disk, Path directory, Spares spares) {
        this.disk = disk;
        this.directory = directory;
        this.spares = spares;
    }

    byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException e) {
            throw LedgerException.damaged(directory.resolve(name).toString(), "is missing");
        } catch (IOException e) {
            throw LedgerException.damaged(
                    directory.resolve(name).toString(), "cannot be read (" + e.getMessage() + ")");
        }
    }

    /// Whether a file holds exactly the tile; recovery rewrites only what differs.
    boolean holds(TileFile tile) throws IOException {
        Path file = directory.resolve(tile.name());
        return Files.exists(file)
                && Files.size(file) == tile.length()
                && ByteBuffer.wrap(Files.readAllBytes(file)).equals(tile.content());
    }

    void write(TileFile tile) throws IOException {
        Path file = directory.resolve(tile.name());
        Path parent = directory.resolve(above(tile.name()));
        if (made.add(parent)) {
            disk.createDirectories(parent);
        }
        Path spare = spares.take();
        try {
            disk.write(spare, tile.content());
            disk.rename(spare, file);
        } catch (IOException e) {
            discard(spare, e);
            throw e;
        }
        if (made.size() > MAX_REMEMBERED) {
            made.clear();
        }
    }

    private void discard(Path spare, IOException cause) {
        try {
            disk.delete(spare);
        } catch (IOException e) {
            // It stays until the ledger is opened again; the first failure is the one to tell.
            cause.addSuppressed(e);
        }
    }

    void delete(TileFile tile) throws IOException {
        disk.delete(directory.resolve(tile.name()));
    }

    /// Makes files durable with every directory above them.
    void sync(Collection<String> names) throws IOException {
        Set<String> directories = new TreeSet<>();
        for (String name : names) {
            for (String up = above(name); !up.isEmpty(); up = above(up)) {
                directories.add(up);
            }
        }
        ManySyncs.run(names, name -> disk.sync(directory.resolve(name)));
        ManySyncs.run(directories, name -> disk.syncDirectory(directory.resolve(name)));
        disk.syncDirectory(directory);
    }

    /// The name of the directory that something lies in; empty for the ledger's own.
    private static String above(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /// Takes away the partial forms of tiles whose full form is durable, and the oldest of the newest bundle's
    /// when they take more than the bound.
    ///
    /// @param size of the tree; its own partial forms and wider ones stay
    void retirePartials(Collection<String> full, long size, long maxBytes) throws IOException {
        List<Path> outdated = new ArrayList<>(beyond(maxBytes, size));
        List<Path> emptied = new ArrayList<>();
        Set<String> directories = new TreeSet<>();
        for (String name : full) {
            Path parent = directory.resolve(name + PARTIALS);
            if (Files.isDirectory(parent)) {
                try (var files = Files.list(parent)) {
                    files.forEach(outdated::add);
                }
                emptied.add(parent);
                directories.add(above(name));
            }
        }
        List<Path> retired = spares.retire(outdated);
        for (Path parent : emptied) {
            disk.delete(parent);
        }
        if (!outdated.isEmpty()) {
            directories.add(above(TilePath.entries(size / TilePath.WIDTH, TilePath.WIDTH)));
            ManySyncs.run(directories, name -> disk.syncDirectory(directory.resolve(name)));
            disk.syncDirectory(spares.home());
        }
        spares.release(retired);
    }

    private List<Path> beyond(long maxBytes, long size) throws IOException {
        int width = (int) (size % TilePath.WIDTH);
        Path parent = directory.resolve(TilePath.entries(size / TilePath.WIDTH, TilePath.WIDTH) + PARTIALS);
        List<Path> outdated = new ArrayList<>();
        long bytes = 0;
        for (int w = TilePath.WIDTH - 1; w >= 1; w--) {
            Path file = parent.resolve(Integer.toString(w));
            if (Files.exists(file)) {
                bytes += Files.size(file);
                if (w < width && bytes > maxBytes) {
                    outdated.add(file);
                }
            }
        }
        return outdated;
    }
}
