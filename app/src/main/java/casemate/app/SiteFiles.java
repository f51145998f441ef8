package casemate.app;

import casemate.base.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What opens a backup site, from files that an operator names.
final class SiteFiles {
    private static final int MAX_FILE_BYTES = 16 << 10;

    private SiteFiles() {}

    /// What ssh-keyscan prints begins with the host's name, which is ours to say.
    static String hostKeys(Optional<Path> file) throws IOException {
        return bounded(file)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(line -> line.replaceFirst("^\\S+ (?=(?:ssh|ecdsa)-)", ""))
                .collect(Collectors.joining("\n"));
    }

    /// Refuses a file that others can read: then it is no secret.
    static String secret(Optional<Path> file) throws IOException {
        if (file.isPresent() && Files.isRegularFile(file.get())) {
            Set<PosixFilePermission> others =
                    EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);
            others.retainAll(Files.getPosixFilePermissions(file.get()));
            if (!others.isEmpty()) {
                throw Refusal.invalid(
                        "credentials-open", "Others can read " + file.get() + "; run: chmod 600 " + file.get());
            }
        }
        return bounded(file);
    }

    private static String bounded(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return "";
        }
        if (!Files.isRegularFile(file.get()) || !Files.isReadable(file.get())) {
            throw Refusal.invalid("file-missing", "There is no file " + file.get() + " to read.");
        }
        try (InputStream in = Files.newInputStream(file.get())) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            if (bytes.length > MAX_FILE_BYTES) {
                throw Refusal.invalid("file-large", file.get() + " is larger than any key: 16 KiB at most.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
