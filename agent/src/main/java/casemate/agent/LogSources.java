package casemate.agent;

import casemate.agent.blueprint.Blueprint;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodRecord;
import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.MomentOf;
import casemate.agent.moment.Moments;
import casemate.agent.pod.LivePod;
import casemate.agent.pod.PodBuilder;
import casemate.agent.pod.PodKeeper;
import casemate.agent.pod.Reconciler;
import casemate.agent.volume.Held;
import casemate.base.InstanceId;
import casemate.wire.PodOrder.Wanted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Where the logs of this host's pods lie.
final class LogSources implements Moments.Sources {
    private static final Path VOLUME = Path.of("/volume");
    private static final Set<Wanted> STILL = Set.of(Wanted.STOPPED, Wanted.SUSPENDED);

    private final PodDirectory directory;
    private final Reconciler pods;
    private final PodVolumes volumes;
    private final PodBuilder builder;

    LogSources(PodDirectory directory, Reconciler pods, PodVolumes volumes, PodBuilder builder) {
        this.directory = directory;
        this.pods = pods;
        this.volumes = volumes;
        this.builder = builder;
    }

    @Override
    public Optional<Moments.Source> of(InstanceId instance) {
        return pods.find(instance).flatMap(PodKeeper::blueprint).flatMap(blueprint -> source(instance, blueprint));
    }

    @Override
    public void still(InstanceId instance, Moments.Reader reader) throws IOException, InterruptedException {
        Optional<PodKeeper> keeper = pods.find(instance);
        Optional<Moments.Source> source = keeper.flatMap(PodKeeper::wish)
                .filter(order -> STILL.contains(order.wanted()))
                .flatMap(order -> source(instance, builder.blueprint(order)));
        if (keeper.isPresent() && source.isPresent()) {
            keeper.get().copy(new PodKeeper.Copying() {
                @Override
                public void beside(LivePod pod) {
                    // It is still on its way to standing still.
                }

                @Override
                public void still() throws IOException, InterruptedException {
                    try (Held _ = volumes.open(instance)) {
                        reader.read(source.get());
                    }
                }
            });
        }
    }

    private Optional<Moments.Source> source(InstanceId instance, Blueprint blueprint) {
        Optional<PodRecord> record = directory
                .find(instance)
                .filter(known -> known.step() == PodRecord.Step.INSTALLED)
                // One on trial may be gone in a moment.
                .filter(known -> known.contents().former().isEmpty());
        return record.flatMap(known -> MomentOf.kind(blueprint)
                .flatMap(kind -> blueprint
                        .backup()
                        .database()
                        .flatMap(Blueprint.Dump::moments)
                        .map(moments -> {
                            int number = known.contents().number();
                            Path log = VOLUME.relativize(Path.of(moments.log()));
                            return new Moments.Source(
                                    directory.volume(instance, number),
                                    number,
                                    log.toString(),
                                    kind,
                                    exclude(blueprint),
                                    directory.log(instance).resolveSibling("files.index"));
                        })));
    }

    /// What a backup leaves out, and the database, which goes by its log.
    private static List<String> exclude(Blueprint blueprint) {
        return Stream.concat(
                        blueprint.backup().exclude().stream(),
                        blueprint.backup().database().map(Blueprint.Dump::path).stream())
                .map(path -> VOLUME.relativize(Path.of(path)).toString())
                .toList();
    }
}
