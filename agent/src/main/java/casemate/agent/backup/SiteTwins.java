package casemate.agent.backup;

import casemate.agent.site.Site;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// Sites as they would be were backups not made, not spread or not pruned: files with the names of copies and
/// nothing in them, in a directory of their own.
final class SiteTwins {
    /// Past any retention that a policy may promise.
    private static final Duration AGES = Duration.ofDays(4_000);

    /// Older than any run that is still going on.
    private static final Duration YESTERDAY = Duration.ofHours(20);

    private final Path place;
    private final Clock clock;
    private final Ids ids;

    /// Puts one up.
    interface Twin {
        SiteTarget put() throws IOException;
    }

    /// @param place where they stand for as long as an attempt takes
    SiteTwins(Path place, Clock clock) {
        this.place = place;
        this.clock = clock;
        this.ids = new Ids(clock, new SecureRandom());
    }

    /// Two instances, one of which nobody backs up.
    SiteTarget forgotten() throws IOException {
        InstanceId one = ids.instance();
        InstanceId other = ids.instance();
        Instant before = clock.instant().minus(AGES);
        Path site = begin();
        copy(site, one, clock.instant());
        return target(site, Map.of(one, before, other, before));
    }

    /// One technology, one site.
    SiteTarget alone() throws IOException {
        InstanceId one = ids.instance();
        Path site = begin();
        copy(site, one, clock.instant());
        return target(site, Map.of(one, clock.instant()));
    }

    /// A copy that should long be gone.
    SiteTarget unpruned() throws IOException {
        InstanceId one = ids.instance();
        Path site = begin();
        copy(site, one, clock.instant());
        copy(site, one, clock.instant().minus(AGES));
        return target(site, Map.of(one, clock.instant()));
    }

    /// Two sites, and at one of them somebody deleted the last copy.
    SiteTarget vanished() throws IOException {
        InstanceId one = ids.instance();
        Path site = begin();
        Path other = Files.createDirectory(site.resolveSibling("other"));
        Instant before = clock.instant().minus(AGES);
        copy(site, one, clock.instant().minus(YESTERDAY));
        copy(other, one, before);
        return target(site, List.of(Site.of(site), Site.of(other)), Map.of(one, before));
    }

    /// Two sites with all that should be there, of which one is declared as refusing removal and removes.
    SiteTarget loosened() throws IOException {
        InstanceId one = ids.instance();
        Path site = begin();
        Path other = Files.createDirectory(site.resolveSibling("other"));
        for (Path each : List.of(site, other)) {
            copy(each, one, clock.instant().minus(YESTERDAY));
        }
        return target(
                site, List.of(Site.of(site), Site.of(other)), List.of(Site.of(other)), Map.of(one, clock.instant()));
    }

    /// In turns: what one drill looks for in two ways needs two twins.
    static Twin inTurns(Twin first, Twin second) {
        AtomicBoolean odd = new AtomicBoolean();
        return () -> odd.compareAndSet(false, true) ? first.put() : again(odd, second);
    }

    private static SiteTarget again(AtomicBoolean odd, Twin second) throws IOException {
        odd.set(false);
        return second.put();
    }

    /// A site in a directory of its own: drills run side by side.
    private Path begin() throws IOException {
        return Files.createDirectory(
                Files.createTempDirectory(Files.createDirectories(place), "").resolve("site"));
    }

    private static SiteTarget target(Path site, Map<InstanceId, Instant> instances) {
        return target(site, List.of(Site.of(site)), instances);
    }

    private static SiteTarget target(Path site, List<Site> sites, Map<InstanceId, Instant> instances) {
        return target(site, sites, List.of(), instances);
    }

    private static SiteTarget target(
            Path site, List<Site> sites, List<Site> locked, Map<InstanceId, Instant> instances) {
        return new SiteTarget(sites, locked, instances, () -> {
            try {
                FileTree.delete(site.resolve("..").normalize());
            } catch (IOException e) {
                throw new UncheckedIOException("the twin is not gone", e);
            }
        });
    }

    void copy(Path site, InstanceId instance, Instant at) throws IOException {
        Path directory = Files.createDirectories(site.resolve("archive").resolve(instance.value()));
        String name = ArchiveEngine.fileName(at, ids.make("bak"));
        byte[] nothing = new byte[0];
        Files.write(directory.resolve(name), nothing);
        Files.write(
                directory.resolve(name + ArchiveEngine.DIGEST),
                (Sha256.hex(nothing) + "  " + name + "\n").getBytes(StandardCharsets.US_ASCII));
    }
}
