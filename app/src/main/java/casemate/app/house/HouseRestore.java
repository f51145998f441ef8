package casemate.app.house;

import casemate.agent.site.Site;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.ledger.Ledger;
import casemate.promise.HouseRestored;
import casemate.wire.SiteAccess;
import casemate.wire.SitePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Brings a house back from one site: all is made beside the data directory and takes its name by one rename, so that a
/// restore that was killed is simply begun again.
public final class HouseRestore {
    /// In the data directory: that it was restored, from what, and when.
    public static final String RESTORED = "restored.json";

    private static final String BESIDE = ".restoring";
    private static final String FETCHED = ".fetched";
    private static final String PODS = "agent/pods";
    private static final String AWAITED = "agent/awaited";

    private final Optional<Path> link;
    private final HouseShelf shelf;
    private final RecoveryKey key;
    private final RecoveryHalf half;

    private HouseRestore(Site site, Optional<Path> link, RecoveryKey key, RecoveryHalf half) {
        this.link = link;
        this.shelf = HouseShelf.of(site);
        this.key = key;
        this.half = half;
    }

    /// What came back.
    ///
    /// @param instances that will be brought back from their own backups
    /// @param erased owners whose keys a newer erasure took away again
    public record Restored(HouseCopy copy, int instances, int erased) {}

    /// @param site its directory
    /// @throws Refusal `house-none` when no copy lies there
    public static HouseRestore from(Path site, RecoveryKey key) throws IOException, InterruptedException {
        Path real = site.toRealPath();
        return from(new HouseRestore(Site.of(real), Optional.of(real), key, key.half()), site.toString());
    }

    /// @param site beyond this host
    /// @throws Refusal `house-none` when no copy lies there, `credentials-malformed`, `host-key-needed`
    /// @throws IOException that says in a few words why the site cannot be used
    public static HouseRestore from(SitePlace site, SiteAccess access, RecoveryKey key)
            throws IOException, InterruptedException {
        return from(new HouseRestore(Site.of(site, access), Optional.empty(), key, key.half()), "the site");
    }

    private static HouseRestore from(HouseRestore restore, String site) throws IOException, InterruptedException {
        if (restore.shelf.names().isEmpty()) {
            throw Refusal.notFound(
                    "house-none", "There is no copy of a house in " + site + "/" + HouseShelf.DIRECTORY + ".");
        }
        return restore;
    }

    /// @param name of the copy; empty for the newest
    /// @param data a directory that is not there or empty
    /// @throws Refusal `data-not-empty`, `house-unknown`, `house-damaged`, `house-forged`, `house-newer`,
    ///     `recovery-key-wrong`
    public Restored into(Path data, Optional<String> name, Instant now) throws IOException, InterruptedException {
        refuseUnlessEmpty(data);
        List<String> names = shelf.names();
        String chosen = name.orElse(names.getLast());
        if (!names.contains(chosen)) {
            throw Refusal.notFound(
                    "house-unknown", "There is no copy " + chosen + "; there are " + String.join(", ", names) + ".");
        }
        HouseCopy copy = shelf.facts(chosen, half);
        Path beside = data.resolveSibling(data.getFileName() + BESIDE);
        FileTree.delete(beside);
        Files.createDirectories(beside);
        Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwx------"));
        Path fetched = data.resolveSibling(data.getFileName() + FETCHED);
        FileTree.delete(fetched);
        Files.createDirectories(fetched);
        Files.setPosixFilePermissions(fetched, PosixFilePermissions.fromString("rwx------"));
        try {
            shelf.restore(copy, key, fetched, beside);
        } finally {
            FileTree.delete(fetched);
        }
        HouseSet.check(beside);
        Files.delete(beside.resolve(HouseSet.MANIFEST));
        int erased = Tombstones.apply(shelf.stones(), half, beside);
        int instances = await(beside);
        Path sites = Files.createDirectories(beside.resolve("sites"));
        if (link.isPresent()) {
            Files.createSymbolicLink(sites.resolve(copy.site()), link.get());
        }
        // A copy of a laboratory is from a time to come.
        Instant at = now.isBefore(copy.at()) ? copy.at() : now;
        DurableFile.write(beside.resolve(RESTORED), said(copy, at).canonical());
        Tools.bash("writing to the disk", "sync -f \"$1\"", "", List.of(beside.toString()));
        Files.move(beside, data, StandardCopyOption.ATOMIC_MOVE);
        DurableFile.syncDirectory(Objects.requireNonNull(data.toAbsolutePath().getParent(), "not the root"));
        return new Restored(copy, instances, erased);
    }

    /// Says in the ledger of a restored house that it was restored, before anything else is said there; once.
    ///
    /// @param data the data directory
    public static void record(Path data, Ledger ledger) throws IOException {
        Path file = data.resolve(RESTORED);
        if (Files.notExists(file)) {
            return;
        }
        Json.Obj said = Json.parseObject(Files.readAllBytes(file), HouseCopy.MAX_BYTES);
        if (ledger.checkpoint().size() == said.integer("ledgerSize")) {
            ledger.append(new HouseRestored(said.instant("copy"), said.instant("at")).encode());
        }
    }

    private static Json.Obj said(HouseCopy copy, Instant now) {
        return Json.object()
                .put("type", "casemate-restored.v1")
                .put("at", now)
                .put("copy", copy.at())
                .put("site", copy.site())
                .put("ledgerSize", copy.ledgerSize())
                .put("ledgerRoot", copy.ledgerRoot())
                .build();
    }

    private static void refuseUnlessEmpty(Path data) throws IOException {
        if (!Files.exists(data, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(data, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> inside = Files.list(data)) {
                empty = inside.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw Refusal.conflict(
                    "data-not-empty",
                    data + " is not empty; a house is restored into a new directory: name one with --data.");
        }
    }

    /// The agent must not install anew what is to come back from a backup, so it is told before it ever runs.
    private static int await(Path data) throws IOException {
        Path pods = data.resolve(PODS);
        List<Path> known = new ArrayList<>();
        if (Files.isDirectory(pods)) {
            try (Stream<Path> all = Files.list(pods)) {
                all.forEach(known::add);
            }
        }
        for (Path pod : known) {
            Path awaited = Files.createDirectories(data.resolve(AWAITED).resolve(pod.getFileName()));
            Files.setPosixFilePermissions(awaited, PosixFilePermissions.fromString("rwx------"));
        }
        FileTree.delete(pods);
        return known.size();
    }

    /// One copy at the site, for a list.
    ///
    /// @param sentence what it is, or why it cannot be used
    public record Listed(String name, String sentence) {}

    public List<Listed> copies() throws IOException, InterruptedException {
        List<Listed> all = new ArrayList<>();
        for (String name : shelf.names()) {
            try {
                HouseCopy copy = shelf.facts(name, half);
                all.add(new Listed(
                        name,
                        copy.bytes() + " bytes, " + copy.instances() + " instances, ledger of " + copy.ledgerSize()));
            } catch (Refusal e) {
                all.add(new Listed(name, e.text()));
            }
        }
        return all;
    }
}
