package casemate.agent.site;

import casemate.base.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Whole files at a site that is a directory. A file is there under its name once all its bytes are on the disk, or not
/// at all.
final class DirectoryShelf implements Shelf {
    private static final String PART = ".part";

    private final Path root;
    private final Path directory;

    /// @param root of the site; it is not made when it is not there
    DirectoryShelf(Path root, String path) {
        this.root = root;
        this.directory = root.resolve(path);
    }

    @Override
    public void put(String name, Body body) throws IOException, InterruptedException {
        if (!Files.isDirectory(root)) {
            throw new IOException(root + ": the directory is not there");
        }
        Files.createDirectories(directory);
        sweep();
        Path part = Files.createFile(
                directory.resolve(name + PART),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            body.write(Channels.newOutputStream(channel));
            channel.force(true);
        } catch (IOException | InterruptedException | RuntimeException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        DurableFile.syncDirectory(directory);
    }

    /// Halves that a killed run left.
    private void sweep() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.filter(f -> f.toString().endsWith(PART)).toList()) {
                Files.delete(each);
            }
        }
    }

    @Override
    public <T> T read(String name, Reader<T> reader) throws IOException, InterruptedException {
        try (InputStream in = Files.newInputStream(directory.resolve(name))) {
            return reader.read(in);
        }
    }

    @Override
    public Optional<Path> here() {
        return Optional.of(directory);
    }

    @Override
    public List<String> names() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString())
                    .filter(n -> !n.endsWith(PART))
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
        DurableFile.syncDirectory(directory);
    }
}
