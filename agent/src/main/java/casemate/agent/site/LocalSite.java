package casemate.agent.site;

import casemate.base.DurableFile;
import casemate.base.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A directory of this host.
record LocalSite(Path root) implements Site {
    private static final String REPOSITORY = "/site";
    /// More than one platform has; a site with more is not ours.
    private static final int MAX_ENTRIES = 100_000;

    @Override
    public Shelf shelf(String path) {
        return new DirectoryShelf(root, path);
    }

    @Override
    public ResticDoor restic(String path) throws IOException {
        Path directory = Files.createDirectories(there().resolve(path));
        return new ResticDoor() {
            @Override
            public List<String> options() {
                return List.of("--repo", REPOSITORY);
            }

            @Override
            public Confined lend(Confined tool) {
                return tool.writing(directory, REPOSITORY);
            }

            @Override
            public Optional<String> trouble() {
                return Optional.empty();
            }

            @Override
            public void close() {
                // A directory is simply there.
            }
        };
    }

    /// A site that went away is not made anew: its copies would lie where nobody looks for them.
    private Path there() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(root + ": the directory is not there");
        }
        return root;
    }

    @Override
    public List<Item> copies() throws IOException {
        List<Item> all = new ArrayList<>();
        for (Path instance : entries(there().resolve("archive"))) {
            add(instance, all);
        }
        for (Path instance : entries(there().resolve("restic"))) {
            add(instance.resolve("snapshots"), all);
        }
        return all;
    }

    @Override
    public void removeAll(String path) throws IOException {
        Path directory = there().resolve(path);
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            FileTree.delete(directory);
            DurableFile.syncDirectory(directory.resolveSibling(".").normalize());
        }
    }

    @Override
    public int below(String path) throws IOException {
        Path directory = there().resolve(path);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(directory)) {
            return (int) all.count();
        } catch (UncheckedIOException e) {
            throw new IOException("the site cannot be searched", e);
        }
    }

    @Override
    public List<Path> search(String word) throws IOException {
        try (Stream<Path> all = Files.walk(there(), 2)) {
            return all.filter(path -> !path.equals(root))
                    .map(root::relativize)
                    .filter(path -> path.getFileName().toString().contains(word))
                    .limit(MAX_ENTRIES)
                    .toList();
        } catch (UncheckedIOException e) {
            throw new IOException("the site cannot be searched", e);
        }
    }

    private void add(Path directory, List<Item> all) throws IOException {
        for (Path file : entries(directory)) {
            all.add(new Item(
                    root.relativize(file), Files.getLastModifiedTime(file).toInstant()));
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.sorted().limit(MAX_ENTRIES).toList();
        }
    }

    /// The file system's device. One that went away has none.
    @Override
    public String storage() throws IOException {
        return Files.isDirectory(root) ? "device " + Files.getAttribute(root, "unix:dev") : "";
    }
}
