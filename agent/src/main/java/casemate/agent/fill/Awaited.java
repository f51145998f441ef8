package casemate.agent.fill;

import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.disk.PodVolumes;
import casemate.agent.volume.Place;
import casemate.base.DurableFile;
import casemate.base.FileTree;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.BackupStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Instances whose data was lost with the house and comes back from their own backups: `awaited/ID/`. As long as such a
/// directory is there, nothing is installed in the instance's place: an empty one would pass for it.
public final class Awaited {
    private static final String SET = "set";
    private static final String STAGE = "awaited-";
    /// Copies of one instance that are tried in one go, the newest first.
    private static final int MOST_TRIED = 8;

    /// Sites may tell seconds only; ids of runs tell which of two within one came later.
    private static final Comparator<Candidate> NEWEST_FIRST = Comparator.comparing(
                    (Candidate each) -> each.kept().at())
            .thenComparing(each -> each.kept().run())
            .reversed();

    private final Path root;
    private final PodVolumes volumes;
    private final Engines engines = new Engines();
    private final Map<InstanceId, String> why = new ConcurrentHashMap<>();

    /// One copy at one site.
    private record Candidate(BackupStore store, BackupEngine engine, Repository repository, BackupEngine.Kept kept) {}

    /// @param root a directory for each that is awaited
    /// @param volumes where what was fetched lies until it is in its place, under a key of the moment
    public Awaited(Path root, PodVolumes volumes) {
        this.root = root;
        this.volumes = volumes;
    }

    public List<InstanceId> all() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> each = Files.list(root)) {
            return each.map(path -> new InstanceId(path.getFileName().toString()))
                    .sorted(Comparator.comparing(InstanceId::value))
                    .toList();
        }
    }

    /// What an instance's volume is to be filled with; empty for one that is not awaited.
    ///
    /// @throws IOException for one that is, and whose backup is not here yet
    public Optional<BackupSet> set(InstanceId instance) throws IOException {
        if (!Files.isDirectory(home(instance))) {
            return Optional.empty();
        }
        if (!isHere(instance)) {
            throw new IOException(why.getOrDefault(instance, "its data is being brought back from a backup"));
        }
        return Optional.of(BackupSet.at(stage(instance).resolve(SET)));
    }

    /// Whether its backup is here, and was not used up by a start that did not succeed.
    public boolean isHere(InstanceId instance) {
        return Files.isDirectory(BackupSet.at(stage(instance).resolve(SET)).volume(), LinkOption.NOFOLLOW_LINKS);
    }

    /// Fetches the newest copy that is whole, from whatever site.
    public void fetch(InstanceId instance, List<BackupStore> stores) throws IOException, InterruptedException {
        List<Candidate> candidates = new ArrayList<>();
        for (BackupStore store : stores) {
            candidates.addAll(list(instance, store));
        }
        candidates.sort(NEWEST_FIRST);
        String last = "there is no backup of it at any site; see the runbook on restoring a house";
        for (Candidate each : candidates.subList(0, Math.min(candidates.size(), MOST_TRIED))) {
            try {
                fetch(instance, each);
                why.remove(instance);
                return;
            } catch (IOException | UncheckedIOException | Refusal e) {
                last = "its backup at " + each.store().site() + " is no good: " + e.getMessage();
            }
        }
        why.put(instance, last);
        throw new IOException(last);
    }

    private List<Candidate> list(InstanceId instance, BackupStore store) throws InterruptedException {
        try {
            BackupEngine engine = engines.get(store.engine());
            Repository repository = Repository.of(store, engine, instance);
            return engine.list(repository).stream()
                    .map(kept -> new Candidate(store, engine, repository, kept))
                    .toList();
        } catch (IOException | UncheckedIOException | Refusal _) {
            // A site that was lost with the house.
            return List.of();
        }
    }

    private void fetch(InstanceId instance, Candidate from) throws IOException, InterruptedException {
        volumes.moment().make(stage(instance));
        Path fresh = stage(instance).resolve(SET + ".new");
        BackupSet set = BackupSet.begin(fresh);
        FileTree.delete(set.volume());
        from.engine().restore(from.repository(), from.kept().copy(), fresh);
        BackupSet.Facts facts = set.facts();
        if (!facts.instance().equals(instance)) {
            throw new IOException("it is of another instance");
        }
        set.check(facts.manifest());
        Files.move(fresh, stage(instance).resolve(SET), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Its data is in its place, or nobody wants it any more.
    public void done(InstanceId instance) throws IOException {
        if (Files.isDirectory(home(instance))) {
            Place.remove(stage(instance));
            FileTree.delete(home(instance));
            DurableFile.syncDirectory(root);
        }
        why.remove(instance);
    }

    private Path stage(InstanceId instance) {
        return volumes.stage(STAGE + instance);
    }

    private Path home(InstanceId instance) {
        return root.resolve(instance.value());
    }
}
