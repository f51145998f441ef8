package casemate.agent.backup;

import casemate.base.InstanceId;
import casemate.base.Secret;
import java.nio.file.Path;

/// Where one engine keeps the copies of one instance, and the key that opens them. Not a record: it holds a key.
public final class Repository {
    /// What engines make their own kinds of key from.
    public static final int KEY_BYTES = 32;

    private final Path directory;
    private final Secret key;

    private Repository(Path directory, Secret key) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a repository's key has 32 bytes");
        }
        this.directory = directory;
        this.key = key;
    }

    /// @param site the site's own directory
    /// @param key of this repository alone
    public static Repository at(Path site, BackupEngine engine, InstanceId instance, Secret key) {
        return new Repository(site.resolve(engine.name()).resolve(instance.value()), key);
    }

    Path directory() {
        return directory;
    }

    Secret key() {
        return key;
    }
}
