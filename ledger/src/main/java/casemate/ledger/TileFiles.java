package casemate.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The files of a tree below a ledger's directory.
final class TileFiles {
    /// Directories known to exist are remembered, to save asking; past this many we forget and ask again.
    private static final int MAX_REMEMBERED = 4_096;

    private final Disk disk;
    private final Path directory;
    private final Set<Path> made = new HashSet<>();

    TileFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
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
        disk.write(file, tile.content());
        if (made.size() > MAX_REMEMBERED) {
            made.clear();
        }
    }

    void delete(TileFile tile) throws IOException {
        disk.delete(directory.resolve(tile.name()));
    }

    /// Makes files durable with every directory above them.
    void sync(Collection<String> names) throws IOException {
        Set<String> directories = new TreeSet<>();
        for (String name : names) {
            disk.sync(directory.resolve(name));
            for (String up = above(name); !up.isEmpty(); up = above(up)) {
                directories.add(up);
            }
        }
        for (String each : directories) {
            disk.syncDirectory(directory.resolve(each));
        }
        disk.syncDirectory(directory);
    }

    /// The name of the directory that something lies in; empty for the ledger's own.
    private static String above(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /// Removes the partial forms of a tile whose full form is durable.
    void deletePartials(String fullName) throws IOException {
        Path parent = directory.resolve(fullName + ".p");
        for (Path file : list(parent)) {
            disk.delete(file);
        }
        if (made.remove(parent) || Files.exists(parent)) {
            disk.delete(parent);
        }
    }

    private static List<Path> list(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (var files = Files.list(parent)) {
            return files.toList();
        }
    }

    /// Keeps the partial forms of the newest bundle within a bound, oldest out first, never that of the given width or
    /// one wider.
    void trimPartials(long bundle, int width, long maxBytes) throws IOException {
        Path parent = directory.resolve(TilePath.entries(bundle, TilePath.WIDTH) + ".p");
        long bytes = 0;
        for (int w = TilePath.WIDTH - 1; w >= 1; w--) {
            Path file = parent.resolve(Integer.toString(w));
            if (Files.exists(file)) {
                bytes += Files.size(file);
                if (w < width && bytes > maxBytes) {
                    disk.delete(file);
                }
            }
        }
    }
}
