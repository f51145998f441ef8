package casemate.agent;

import casemate.agent.attack.Canaries;
import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodVolumes;
import casemate.agent.pod.PodBuilder;
import casemate.agent.pod.Reconciler;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Copies of the drills' own application that cannot be brought back, at sites of their own.
final class RecoveryTwins {
    private static final PodOrder.Limits LIMITS = new PodOrder.Limits(64L << 20, 1_000, 64);
    /// The drills' application answers at once, or never.
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final String ENGINE = "archive";
    private static final String SITE = "twin";

    private final Path place;
    private final PodBuilder builder;
    private final PodDirectory directory;
    private final PodVolumes volumes;
    private final Reconciler pods;
    private final Engines engines;
    private final Clock clock;
    private final Ids ids;

    /// Puts up a twin.
    interface Twin {
        RecoveryTarget put() throws IOException, InterruptedException;
    }

    /// @param place a directory for the twins' own sites
    RecoveryTwins(
            Path place,
            PodBuilder builder,
            PodDirectory directory,
            PodVolumes volumes,
            Reconciler pods,
            Engines engines,
            Clock clock) {
        this.volumes = volumes;
        this.place = place;
        this.builder = builder;
        this.directory = directory;
        this.pods = pods;
        this.engines = engines;
        this.clock = clock;
        this.ids = new Ids(clock, new SecureRandom());
    }

    /// One with a flipped byte.
    RecoveryTarget damaged() throws IOException, InterruptedException {
        return put("www/index.html", true);
    }

    /// A whole one, whose application does not answer.
    RecoveryTarget silent() throws IOException, InterruptedException {
        return put("www/nothing-to-show", false);
    }

    private RecoveryTarget put(String file, boolean flip) throws IOException, InterruptedException {
        Path own = Files.createTempDirectory(Files.createDirectories(place), "recovery-");
        InstanceId instance = ids.instance();
        String run = ids.make("bak");
        Instant now = clock.instant();
        byte[] key = new byte[Repository.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path site = Files.createDirectory(own.resolve("site"));
        BackupStore store = new BackupStore(ENGINE, SITE, site.toString(), Secret.of(key));

        BackupSet set = BackupSet.begin(own.resolve("set"));
        Path page = set.volume().resolve(file);
        Files.createDirectories(page.resolve("..").normalize());
        Files.writeString(page, run);
        BackupSet.Facts facts = set.seal(instance, Canaries.PROBE, run, now);
        BackupEngine engine = engines.get(ENGINE);
        Repository repository = Repository.at(Path.of(store.place()), engine, instance, store.key());
        String copy = engine.store(repository, set.root(), run, now).copy();
        if (flip) {
            flip(site, copy);
        }
        BackupTask task = new BackupTask(
                ids.make("reh"), BackupTask.Kind.REHEARSAL, instance, now, now, List.of(store), copy, facts.manifest());
        PodOrder order = new PodOrder(
                instance, Canaries.PROBE, "probe.invalid", PodOrder.Wanted.RUNNING, LIMITS, Map.of("marker", run));
        Trial trial = new Trial(builder, directory, volumes, clock, PATIENCE);
        Rehearsal rehearsal = new Rehearsal(volumes, "twin", trial, pods, engines, clock);
        return new RecoveryTarget(() -> round(rehearsal, task, order), 1, () -> remove(own));
    }

    private static List<BackupOutcome> round(Rehearsal rehearsal, BackupTask task, PodOrder order)
            throws IOException, InterruptedException {
        return List.of(rehearsal.hold(task, order));
    }

    private static void flip(Path site, String copy) throws IOException {
        try (Stream<Path> files = Files.walk(site)) {
            Path file = files.filter(path -> path.endsWith(copy)).findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length / 2] ^= 1;
            Files.write(file, bytes);
        }
    }

    private static void remove(Path own) {
        try {
            FileTree.delete(own);
        } catch (IOException e) {
            throw new UncheckedIOException("the twin is not gone", e);
        }
    }
}
