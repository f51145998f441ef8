package casemate.agent;

import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Damaged;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.backup.Share;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.SetSecrets;
import casemate.agent.image.Trees;
import casemate.agent.pod.LivePod;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.agent.site.Complaint;
import casemate.agent.site.Patience;
import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes one backup: freezes the instance into a set, and stores that with every engine at every site. A store that
/// fails does not keep the others from theirs.
final class BackupMaker {
    private static final String VOLUME = "/volume";
    private static final System.Logger LOG = System.getLogger(BackupMaker.class.getName());
    private static final String OLDER = "an older copy: ";

    private final PodVolumes volumes;
    private final Path stage;
    private final Blueprints blueprints;
    private final PodDirectory directory;
    private final Reconciler pods;
    private final Engines engines;
    private final Clock clock;
    private final Patience patience = new Patience();

    /// @param volumes where a set lies while it is stored, under a key of the moment
    BackupMaker(
            PodVolumes volumes,
            Blueprints blueprints,
            PodDirectory directory,
            Reconciler pods,
            Engines engines,
            Clock clock) {
        this.volumes = volumes;
        this.stage = volumes.stage("set");
        this.blueprints = blueprints;
        this.directory = directory;
        this.pods = pods;
        this.engines = engines;
        this.clock = clock;
    }

    BackupOutcome make(BackupTask task) throws IOException, InterruptedException {
        Instant started = clock.instant();
        try {
            BackupSet.Facts facts;
            BackupSet set;
            try {
                volumes.moment().make(stage);
                set = BackupSet.begin(stage.resolve("set"));
                facts = freeze(task, set);
            } catch (IOException | UncheckedIOException | Refusal e) {
                return failed(task, started, clock.instant(), String.valueOf(e.getMessage()));
            }
            List<BackupOutcome.Copy> copies = new ArrayList<>();
            for (BackupStore store : task.stores()) {
                copies.add(store(task, store, set, facts.bytes()));
            }
            return new BackupOutcome(
                    task.id(),
                    task.instance(),
                    started,
                    clock.instant(),
                    "",
                    facts.manifest(),
                    facts.files(),
                    facts.bytes(),
                    copies);
        } finally {
            Place.remove(stage);
        }
    }

    static BackupOutcome failed(BackupTask task, Instant started, Instant ended, String why) {
        return new BackupOutcome(task.id(), task.instance(), started, ended, why, "", 0, 0, List.of());
    }

    private BackupSet.Facts freeze(BackupTask task, BackupSet set) throws IOException, InterruptedException {
        InstanceId instance = task.instance();
        PodRecord record = freeze(instance, set);
        Optional<byte[]> secrets = directory.keptSecrets(instance);
        if (secrets.isPresent()) {
            SetSecrets.put(set, secrets.get());
        }
        return set.seal(instance, record.blueprint(), task.id(), task.at());
    }

    /// Copies an instance's files, and its database by its own means where it runs.
    PodRecord freeze(InstanceId instance, BackupSet set) throws IOException, InterruptedException {
        PodRecord record = directory
                .find(instance)
                .filter(known -> known.step() == PodRecord.Step.INSTALLED)
                .orElseThrow(() -> new IOException("there is no installed instance to back up"));
        Blueprint blueprint = blueprints.get(record.blueprint());
        PodKeeper keeper = pods.find(instance).orElseThrow(() -> new IOException("nobody keeps this pod"));
        keeper.copy(new PodKeeper.Copying() {
            @Override
            public void beside(LivePod pod) throws IOException, InterruptedException {
                copyBeside(pod, record, set);
            }

            @Override
            public void still() throws IOException, InterruptedException {
                try (Held _ = volumes.open(instance)) {
                    set.freeze(
                            directory.volume(instance),
                            relative(blueprint.backup().exclude()));
                }
            }
        });
        return record;
    }

    void copyBeside(LivePod pod, PodRecord record, BackupSet set) throws IOException, InterruptedException {
        Path volume = directory.volume(record.instance());
        List<String> exclude = new ArrayList<>(pod.blueprint().backup().exclude());
        Optional<Blueprint.Dump> database = pod.blueprint().backup().database();
        if (database.isPresent()) {
            placeForDump(volume, record.uid());
            Optional<Blueprint.Step> base = database.get().moments().flatMap(Blueprint.Moments::base);
            if (base.isPresent()) {
                pod.perform(base.get());
            }
            pod.perform(database.get().dump());
            exclude.add(database.get().path());
        }
        set.freeze(volume, relative(exclude));
        if (database.isPresent() && !Files.isRegularFile(dump(set.volume()), LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException("the database was not copied");
        }
    }

    /// The pod itself writes the text there; a link that its owner laid in the way leads nowhere but in its own view.
    private static void placeForDump(Path volume, int uid) throws IOException {
        Path place = dump(volume).resolve("..").normalize();
        try {
            Trees.give(Files.createDirectory(place), uid);
        } catch (FileAlreadyExistsException _) {
            // From the backup before.
        }
    }

    /// Where the text of the database lies in a volume.
    static Path dump(Path volume) {
        return at(volume, Blueprint.Dump.FILE);
    }

    private static Path at(Path volume, String inPod) {
        return volume.resolve(Path.of(VOLUME).relativize(Path.of(inPod)).toString());
    }

    private static List<Path> relative(List<String> inPod) {
        return inPod.stream()
                .map(path -> Path.of(VOLUME).relativize(Path.of(path)))
                .toList();
    }

    private BackupOutcome.Copy store(BackupTask task, BackupStore store, BackupSet set, long bytes)
            throws InterruptedException {
        Instant began = clock.instant();
        try {
            return patience.with(store.site(), Patience.of(bytes), () -> keep(task, store, set, began));
        } catch (IOException | UncheckedIOException | Refusal e) {
            String why = Complaint.of(String.valueOf(e.getMessage()));
            return copy(store, false, "", 0, 0, 0, since(began), why);
        }
    }

    private BackupOutcome.Copy keep(BackupTask task, BackupStore store, BackupSet set, Instant began)
            throws IOException, InterruptedException {
        BackupEngine engine = engines.get(store.engine());
        Repository repository = Repository.of(store, engine, task.instance());
        BackupEngine.Stored stored = engine.store(repository, set.root(), task.id(), task.at());
        int removed = prune(task, store, engine);
        Read read = read(engine, repository, task, store);
        if (read.damaged().contains(stored.copy())) {
            // It was built upon what is damaged; the set is still here.
            stored = engine.store(repository, set.root(), task.id(), task.at());
            read = new Read(read.said(), read.damage(), engine.damaged(repository, read.damaged()));
        }
        int kept = engine.list(repository).size();
        return copy(store, true, stored.copy(), stored.addedBytes(), removed, kept, since(began), read.said())
                .damaged(read.damage(), read.damaged());
    }

    /// What reading a part of all found.
    ///
    /// @param said for the list of backups; empty when all is well
    /// @param damage what is damaged; empty when nothing is known to be
    /// @param damaged copies that are not whole
    private record Read(String said, String damage, List<String> damaged) {}

    /// Reads the day's part of what lies there from before.
    private static Read read(BackupEngine engine, Repository repository, BackupTask task, BackupStore store)
            throws InterruptedException {
        try {
            engine.read(repository, Share.of(task.at()));
            return new Read("", "", List.of());
        } catch (Damaged e) {
            String what = String.valueOf(e.getMessage());
            LOG.log(System.Logger.Level.WARNING, "reading all data at {0}: {1}", store.site(), what);
            return new Read(OLDER + what, what, e.copies());
        } catch (IOException e) {
            String why = Complaint.of(String.valueOf(e.getMessage()));
            LOG.log(System.Logger.Level.WARNING, "reading all data at {0}: {1}", store.site(), why);
            return new Read(OLDER + why, "", List.of());
        }
    }

    /// Where nothing can be removed with what was ordered, whoever keeps the site removes what is too old.
    private static int prune(BackupTask task, BackupStore store, BackupEngine engine)
            throws IOException, InterruptedException {
        return store.access().appendOnly()
                ? 0
                : engine.prune(Repository.pruning(store, engine, task.instance()), task.keepFrom());
    }

    private Duration since(Instant began) {
        return Duration.between(began, clock.instant());
    }

    static BackupOutcome.Copy copy(
            BackupStore store,
            boolean done,
            String copy,
            long added,
            int removed,
            int kept,
            Duration took,
            String detail) {
        return new BackupOutcome.Copy(
                store.engine(), store.site(), done, copy, added, removed, kept, took.toMillis(), detail);
    }
}
