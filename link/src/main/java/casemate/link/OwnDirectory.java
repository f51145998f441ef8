package casemate.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// A directory that nobody else on the machine may look into.
final class OwnDirectory {
    private OwnDirectory() {}

    /// Makes it with mode 0700 unless it is there.
    static void make(Path directory) throws IOException {
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
}
