package casemate.agent.moment;

import casemate.base.DurableFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// The files of a log, in a directory that their owner may change while root reads: opened step by step without
/// following any link, so nothing outside the volume can be reached.
final class LogFiles implements AutoCloseable {
    /// A log with more is not one that a server keeps in order.
    private static final int MAX_FILES = 10_000;

    private final Path volume;
    private final List<String> steps;
    private SecureDirectoryStream<Path> directory;

    private LogFiles(Path volume, List<String> steps, SecureDirectoryStream<Path> directory) {
        this.volume = volume;
        this.steps = steps;
        this.directory = directory;
    }

    /// @param below the log's directory, relative to the volume
    static LogFiles open(Path volume, String below) throws IOException {
        List<String> steps = Arrays.asList(below.split("/", -1));
        return new LogFiles(volume, steps, enter(volume, steps));
    }

    /// Closed by [#close], or on the way to the next step.
    @SuppressWarnings("StreamResourceLeak")
    private static SecureDirectoryStream<Path> enter(Path volume, List<String> steps) throws IOException {
        SecureDirectoryStream<Path> at = secure(Files.newDirectoryStream(volume));
        for (String step : steps) {
            try (SecureDirectoryStream<Path> above = at) {
                at = above.newDirectoryStream(Path.of(step), LinkOption.NOFOLLOW_LINKS);
            }
        }
        return at;
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream) throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this file system cannot be walked safely");
    }

    /// Sorted.
    List<String> names(Pattern pattern) throws IOException {
        // A stream is read once only.
        directory.close();
        directory = enter(volume, steps);
        List<String> names = new ArrayList<>();
        for (Path each : directory) {
            String name = each.getFileName().toString();
            if (pattern.matcher(name).matches()) {
                names.add(name);
            }
            if (names.size() > MAX_FILES) {
                throw new IOException("the log has too many files");
            }
        }
        names.sort(null);
        return names;
    }

    /// At most so many bytes from there; fewer at the file's end.
    byte[] read(String name, long offset, int most) throws IOException {
        Path file = Path.of(name);
        BasicFileAttributes found = directory
                .getFileAttributeView(file, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (!found.isRegularFile()) {
            throw new NoSuchFileException(name);
        }
        try (SeekableByteChannel channel =
                directory.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long left = Math.max(0, channel.size() - offset);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(most, left));
            channel.position(offset);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // Until it is full or the file ends.
            }
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }

    /// 0 when it is not there.
    long length(String name) throws IOException {
        try {
            return directory
                    .getFileAttributeView(Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .readAttributes()
                    .size();
        } catch (NoSuchFileException _) {
            return 0;
        }
    }

    /// Nothing happens when it is gone already.
    void remove(String name) throws IOException {
        try {
            directory.deleteFile(Path.of(name));
        } catch (NoSuchFileException _) {
            // As it should be.
        }
    }

    /// Writes bytes into a file, which is made when it is not there, and has them on the disk.
    ///
    /// @param reserved the length that a new file has at once
    /// @param owner by whom the file can be read
    void write(String name, long offset, byte[] bytes, long reserved, UserPrincipal owner) throws IOException {
        Path file = Path.of(name);
        boolean fresh;
        try (SeekableByteChannel channel = directory.newByteChannel(
                file,
                Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            fresh = channel.size() == 0 || channel.size() < reserved;
            if (channel.size() < reserved) {
                channel.position(reserved - 1);
                channel.write(ByteBuffer.allocate(1));
            }
            channel.position(offset);
            ByteBuffer all = ByteBuffer.wrap(bytes);
            while (all.hasRemaining()) {
                channel.write(all);
            }
            if (channel instanceof FileChannel disk) {
                disk.force(true);
            }
        }
        // Each time: whoever was killed in between has left a file that the server cannot read.
        directory
                .getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .setOwner(owner);
        if (fresh) {
            DurableFile.syncDirectory(volume.resolve(String.join("/", steps)));
        }
    }

    @Override
    public void close() throws IOException {
        directory.close();
    }
}
