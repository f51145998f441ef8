package casemate.agent.standby;

import casemate.agent.backup.BackupEngine;
import casemate.agent.backup.BackupSet;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Repository;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.StandbyMark;
import casemate.agent.moment.LogTaker;
import casemate.agent.pod.LivePod;
import casemate.agent.pod.PodBuilder;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.agent.volume.Held;
import casemate.agent.volume.Place;
import casemate.base.FileTree;
import casemate.base.InstanceId;
import casemate.wire.StandbyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// Makes a standby's pod of a backup. What lay here of the instance is removed only when the backup was unpacked and
/// compared.
public final class StandbySeed {
    private static final Path VOLUME = Path.of("/volume");

    private final PodVolumes volumes;
    private final PodDirectory directory;
    private final PodBuilder builder;
    private final Reconciler pods;
    private final Engines engines;

    public StandbySeed(
            PodVolumes volumes, PodDirectory directory, PodBuilder builder, Reconciler pods, Engines engines) {
        this.volumes = volumes;
        this.directory = directory;
        this.builder = builder;
        this.pods = pods;
        this.engines = engines;
    }

    /// @return the pod, whose first step makes it a standby
    LivePod plant(StandbyOrder order, Blueprint.Standby standby) throws IOException, InterruptedException {
        InstanceId instance = order.pod().instance();
        Path stage = volumes.stage("standby-" + instance);
        directory.admit(instance, order.pod().blueprint());
        try (Held held = volumes.open(instance)) {
            held.make(stage);
            BackupSet set = unpack(order, stage.resolve("set"));
            clear(instance);
            directory.admit(instance, order.pod().blueprint());
            return builder.stand(order.pod(), standby, Optional.of(set));
        } finally {
            Place.remove(stage);
        }
    }

    private BackupSet unpack(StandbyOrder order, Path at) throws IOException, InterruptedException {
        BackupEngine engine = engines.get(order.store().engine());
        BackupSet set = BackupSet.begin(at);
        FileTree.delete(set.volume());
        InstanceId instance = order.pod().instance();
        engine.restore(Repository.of(order.store(), engine, instance), order.copy(), set.root());
        BackupSet.Facts facts = set.facts();
        if (!facts.instance().equals(instance)
                || !facts.blueprint().equals(order.pod().blueprint())) {
            throw new IOException("the seed is of another instance or application");
        }
        set.check(order.manifest());
        copied(order, set);
        StandbyMark.put(set);
        return set;
    }

    /// A backup of an instance that stood still has its database's own files, which no log leads on from: another one
    /// is
    /// needed.
    private void copied(StandbyOrder order, BackupSet set) throws LogTaker.Broken {
        Optional<Path> own = builder.blueprint(order.pod())
                .backup()
                .database()
                .map(database -> set.volume()
                        .resolve(VOLUME.relativize(Path.of(database.path())).toString()));
        if (own.filter(path -> Files.exists(path, LinkOption.NOFOLLOW_LINKS)).isPresent()) {
            throw new LogTaker.Broken("the seed was taken while the instance stood still");
        }
    }

    /// Nothing of the instance is to be left on this host.
    ///
    /// @param file with the state of its standby
    public void leave(InstanceId instance, Path file) throws IOException, InterruptedException {
        clear(instance);
        Files.deleteIfExists(file);
    }

    /// An instance that was moved away leaves its former volume, which nothing runs on any more.
    private void clear(InstanceId instance) throws IOException, InterruptedException {
        Optional<PodKeeper> keeper = pods.find(instance);
        if (keeper.isEmpty()) {
            builder.erase(instance);
            return;
        }
        boolean wanted = keeper.get()
                .wish()
                .filter(wish -> wish.wanted() == casemate.wire.PodOrder.Wanted.RUNNING)
                .filter(builder::mayRun)
                .isPresent();
        if (wanted) {
            throw new IOException("the instance runs on this host");
        }
        keeper.get().change("leaving this host", () -> builder.erase(instance));
    }
}
