package casemate.agent.backup;

import casemate.base.DurableFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// Whole files at a site that is a directory. A file is there under its name once all its bytes are on the disk, or not
/// at all.
final class Shelf {
    private static final String PART = ".part";

    private final Path directory;

    Shelf(Path directory) {
        this.directory = directory;
    }

    /// Writes what the caller gives.
    interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    void put(String name, Body body) throws IOException, InterruptedException {
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

    InputStream open(String name) throws IOException {
        return Files.newInputStream(directory.resolve(name));
    }

    long size(String name) throws IOException {
        return Files.size(directory.resolve(name));
    }

    List<String> names() throws IOException {
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

    void remove(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
        DurableFile.syncDirectory(directory);
    }
}
