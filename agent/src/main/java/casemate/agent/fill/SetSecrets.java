package casemate.agent.fill;

import casemate.agent.backup.BackupSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// The secrets that were made for an instance, which lie beside the volume in a backup's set: without them the
/// application could not read its own data.
public final class SetSecrets {
    private static final String FILE = "secrets.json";

    private SetSecrets() {}

    public static void put(BackupSet set, byte[] secrets) throws IOException {
        set.add(FILE, secrets);
    }

    /// Those that the set holds.
    public static Optional<byte[]> of(BackupSet set) throws IOException {
        Path file = set.root().resolve(FILE);
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }
}
