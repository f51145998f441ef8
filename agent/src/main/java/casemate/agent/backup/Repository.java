package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupStore;
import casemate.wire.SitePlace;
import java.nio.file.Path;

/// Where one engine keeps the copies of one instance, and the key that opens them. Not a record: it holds a key.
public final class Repository {
    /// What engines make their own kinds of key from.
    public static final int KEY_BYTES = 32;

    private final Site site;
    private final String path;
    private final Secret key;

    private Repository(Site site, String path, Secret key) {
        if (key.length() != KEY_BYTES) {
            throw new IllegalArgumentException("a repository's key has 32 bytes");
        }
        this.site = site;
        this.path = path;
        this.key = key;
    }

    /// @param site the site's own directory
    /// @param key of this repository alone
    public static Repository at(Path site, BackupEngine engine, InstanceId instance, Secret key) {
        return at(Site.of(site), engine, instance, key);
    }

    /// @param key of this repository alone
    public static Repository at(Site site, BackupEngine engine, InstanceId instance, Secret key) {
        return new Repository(site, engine.name() + "/" + instance.value(), key);
    }

    /// As control orders it.
    public static Repository of(BackupStore store, BackupEngine engine, InstanceId instance) {
        return at(Site.of(SitePlace.parse(store.place()), store.access()), engine, instance, store.key());
    }

    /// The same, opened with what may remove copies.
    public static Repository pruning(BackupStore store, BackupEngine engine, InstanceId instance) {
        return at(Site.of(SitePlace.parse(store.place()), store.access().forPruning()), engine, instance, store.key());
    }

    Site site() {
        return site;
    }

    /// Below the site.
    String path() {
        return path;
    }

    Secret key() {
        return key;
    }
}
