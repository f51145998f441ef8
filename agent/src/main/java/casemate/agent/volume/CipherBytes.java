package casemate.agent.volume;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// What the host's own file system holds for a file or a directory that gocryptfs shows: all that it is ever given.
/// The two are known by their number (inode), which gocryptfs passes on.
final class CipherBytes {
    /// A drill's file has some hundred kilobytes.
    private static final int MOST_BYTES = 16 << 20;

    /// Names that are too long for one lie in files of their own.
    private static final String LONG_NAME = "gocryptfs.longname.";

    private CipherBytes() {}

    /// @param cipher all that lies under the key
    /// @param shown in the clear
    static byte[] of(Path cipher, Path shown) throws IOException {
        Object number = number(shown);
        Path found;
        try (Stream<Path> all = Files.walk(cipher)) {
            List<Path> alike = all.filter(each -> has(each, number)).toList();
            found = alike.stream().findFirst().orElseThrow(() -> new IOException("where it lies cannot be seen"));
        }
        return plain(found);
    }

    /// A file's contents, or the names in a directory, as they are.
    static byte[] plain(Path path) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException("it is too large to be looked through");
            }
            return Files.readAllBytes(path);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (Stream<Path> entries = Files.list(path)) {
            for (Path each : entries.toList()) {
                String name = each.getFileName().toString();
                all.writeBytes((name + "\n").getBytes(StandardCharsets.UTF_8));
                if (name.startsWith(LONG_NAME) && name.endsWith(".name")) {
                    all.writeBytes(Files.readAllBytes(each));
                }
            }
        }
        return all.toByteArray();
    }

    private static boolean has(Path path, Object number) {
        try {
            return number(path).equals(number);
        } catch (IOException _) {
            // Removed meanwhile.
            return false;
        }
    }

    private static Object number(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    }
}
