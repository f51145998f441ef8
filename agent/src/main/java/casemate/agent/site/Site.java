package casemate.agent.site;

import casemate.base.Refusal;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A place where copies rest.
public sealed interface Site permits LocalSite, RemoteSite {
    /// @throws Refusal `credentials-malformed`, `host-key-needed`
    static Site of(SitePlace place, SiteAccess access) {
        return switch (place) {
            case SitePlace.Directory directory -> new LocalSite(directory.path());
            case SitePlace.Sftp sftp -> Remotes.sftp(sftp, access);
            case SitePlace.Bucket bucket -> Remotes.bucket(bucket, access);
        };
    }

    static Site of(Path directory) {
        return new LocalSite(directory);
    }

    /// Takes away what agents that were killed left on this host.
    static void sweep() throws InterruptedException {
        Gate.sweep();
    }

    /// A directory of the site; it need not be there.
    Shelf shelf(String path);

    /// A way for restic to a directory of the site; to be closed after one command.
    ResticDoor restic(String path) throws IOException, InterruptedException;

    /// The files that are copies or tell of them, told by their names: `archive/*/*`,
    /// `restic/*/snapshots/*`.
    List<Item> copies() throws IOException, InterruptedException;

    /// Removes a directory of the site with all that lies below it, by names alone. Nothing happens when
    /// there is none.
    void removeAll(String path) throws IOException, InterruptedException;

    /// How many files lie below a directory of the site; where that can be, empty directories count as
    /// well.
    int below(String path) throws IOException, InterruptedException;

    /// What has a word in its name, of all that lies at the site's top or one step below it, where
    /// instances' own directories are; for what should not be there any more.
    List<Path> search(String word) throws IOException, InterruptedException;

    /// Names the storage behind it: two sites with one name are lost together.
    String storage() throws IOException;

    /// A file at a site.
    ///
    /// @param path below the site
    record Item(Path path, Instant modified) {}
}
