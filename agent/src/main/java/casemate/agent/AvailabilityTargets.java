package casemate.agent;

import casemate.agent.attack.Canaries;
import casemate.agent.attack.CanaryPair;
import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.image.Trees;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.base.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Puts up what BAK-4's drill attacks: the drills' own application with something to copy, and a backup of it by the
/// code that backs customers up.
final class AvailabilityTargets {
    /// Some hundred milliseconds of copying and encrypting.
    private static final int BYTES = 16 << 20;

    private static final String ENGINE = "archive";
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Path place;
    private final Canaries canaries;
    private final PodDirectory directory;
    private final BackupMaker maker;
    private final Engines engines;
    private final Clock clock;
    private final Ids ids;

    /// @param place a directory for sets and sites of its own
    AvailabilityTargets(
            Path place, Canaries canaries, PodDirectory directory, BackupMaker maker, Engines engines, Clock clock) {
        this.place = place;
        this.canaries = canaries;
        this.directory = directory;
        this.maker = maker;
        this.engines = engines;
        this.clock = clock;
        this.ids = new Ids(clock, new SecureRandom());
    }

    /// One that is copied while it runs.
    AvailabilityTarget running() throws InterruptedException {
        return put((canary, own) -> backUp(canary, own));
    }

    /// One that an engine stops for as long as it copies.
    AvailabilityTarget stopped() throws InterruptedException {
        return put((canary, own) -> {
            canary.pod().stop();
            BackupSet set = BackupSet.begin(own.resolve("set"));
            set.freeze(canaries.volume(canary), List.of());
        });
    }

    private interface Engine {
        void copy(CanaryPair.Canary canary, Path own) throws IOException, InterruptedException;
    }

    private AvailabilityTarget put(Engine engine) throws InterruptedException {
        CanaryPair.Canary canary = canaries.one();
        try {
            Path own = Files.createTempDirectory(Files.createDirectories(place), "available-");
            fill(canary);
            return new AvailabilityTarget(
                    () -> answers(canary), () -> engine.copy(canary, own), () -> takeDown(canary, own));
        } catch (IOException e) {
            canaries.takeDown(List.of(canary));
            throw new Unavailable("the drill's own instance cannot be made: " + e.getMessage(), RETRY, e);
        }
    }

    /// Nobody else writes there: it is the drills' own application.
    private void fill(CanaryPair.Canary canary) throws IOException {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        Path file = canaries.volume(canary).resolve("to-be-copied");
        Files.write(file, bytes);
        Trees.give(file, record(canary).uid());
    }

    private PodRecord record(CanaryPair.Canary canary) {
        return directory.find(canary.pod().order().instance()).orElseThrow();
    }

    private static boolean answers(CanaryPair.Canary canary) throws InterruptedException {
        return canary.pod().probe().good();
    }

    private void backUp(CanaryPair.Canary canary, Path own) throws IOException, InterruptedException {
        InstanceId instance = canary.pod().order().instance();
        Instant now = clock.instant();
        String run = ids.make("bak");
        BackupSet set = BackupSet.begin(own.resolve("set"));
        maker.copyBeside(canary.pod(), record(canary), set);
        set.seal(instance, Canaries.PROBE, run, now);
        byte[] key = new byte[Repository.KEY_BYTES];
        new SecureRandom().nextBytes(key);
        BackupEngine engine = engines.get(ENGINE);
        Path site = Files.createDirectory(own.resolve("site"));
        engine.store(Repository.at(site, engine, instance, Secret.of(key)), set.root(), run, now);
    }

    private void takeDown(CanaryPair.Canary canary, Path own) {
        canaries.takeDown(List.of(canary));
        try {
            FileTree.delete(own);
        } catch (IOException e) {
            throw new UncheckedIOException("the drill's own backup is not gone", e);
        }
    }
}
