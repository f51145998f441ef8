package casemate.agent;

import casemate.agent.attack.Canaries;
import casemate.agent.attack.VolumeDrill;
import casemate.agent.attack.VolumeTarget;
import casemate.agent.attack.WallDrill;
import casemate.agent.backup.BackupDrills;
import casemate.agent.backup.Engines;
import casemate.agent.backup.Residency;
import casemate.agent.backup.SiteTarget;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodVolumes;
import casemate.agent.disk.VolumeKeys;
import casemate.agent.fill.Awaited;
import casemate.agent.fill.SeedRoom;
import casemate.agent.image.Images;
import casemate.agent.image.Progress;
import casemate.agent.link.LinkConfig;
import casemate.agent.link.Reporter;
import casemate.agent.link.SnapshotFollower;
import casemate.agent.moment.Moments;
import casemate.agent.pod.PodBuilder;
import casemate.agent.pod.Reconciler;
import casemate.agent.sandbox.PlatformDoor;
import casemate.agent.sandbox.SandboxHost;
import casemate.agent.sandbox.Walls;
import casemate.agent.site.Site;
import casemate.agent.site.SiteTrial;
import casemate.agent.standby.Beats;
import casemate.agent.standby.ReplicaDesk;
import casemate.agent.standby.StandbyKeeper;
import casemate.agent.standby.StandbySeed;
import casemate.agent.volume.Volumes;
import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.promise.Drill;
import casemate.promise.Policy;
import casemate.wire.BackupPlace;
import casemate.wire.BackupStore;
import casemate.wire.DamagedCopy;
import casemate.wire.InstanceCopies;
import casemate.wire.PodLogs;
import casemate.wire.ReportDesk;
import casemate.wire.SitePlace;
import casemate.wire.SiteProbe;
import casemate.wire.SnapshotFeed;
import casemate.wire.StandbyOrder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.function.Supplier;

/// Makes pods real on this host: what control's snapshot says should run, runs, and nothing of it stays when this
/// process ends, however it ends. It holds root and takes no decisions.
public final class Agent implements AutoCloseable, PodLogs, InstanceCopies {
    private final Blueprints blueprints;
    private final Images images;
    private final PodDirectory directory;
    private final PodVolumes volumes;
    private final SandboxHost host;
    private final Awaited awaited;
    private final PodBuilder builder;
    private final Reconciler reconciler;
    private final SnapshotFollower follower;
    private final Reporter reporter;
    private final AgentConfig config;
    private volatile Optional<BackupDesk> backups = Optional.empty();
    private volatile Optional<ReplicaDesk> replicas = Optional.empty();
    private volatile Optional<Homecoming> homecoming = Optional.empty();

    private Agent(
            AgentConfig config, SandboxHost host, Volumes volumes, SnapshotFeed feed, ReportDesk desk, VolumeKeys keys)
            throws IOException {
        this.config = config;
        this.host = host;
        this.blueprints = Blueprints.read(config.blueprints());
        this.directory = PodDirectory.open(
                config.data(), config.data().toRealPath().toString().hashCode(), host);
        this.volumes = PodVolumes.open(volumes, directory, keys);
        this.images =
                new Images(config.images(), config.data().toRealPath(), new SeedRoom(host, directory, config.clock()));
        images.sweep();
        this.awaited = new Awaited(config.data().resolve("awaited"), this.volumes);
        this.builder = new PodBuilder(
                blueprints,
                images,
                directory,
                this.volumes,
                awaited,
                host,
                Walls.without(config.switchedOff()),
                config.platform(),
                config.clock());
        BlockingQueue<Boolean> changes = Reporter.changes();
        this.reconciler = new Reconciler(builder, directory, () -> changes.offer(true));
        this.reporter = new Reporter(link(), desk, reconciler, changes, () -> {
            host.guard();
            host.barrier().keep();
        });
        this.follower = new SnapshotFollower(link(), feed, snapshot -> {
            host.barrier().want(snapshot.barrier());
            reconciler.apply(snapshot);
        });
    }

    /// Sweeps what an earlier agent left, starts what the snapshot on disk asks for, and follows the feed.
    ///
    /// @param keys of instances' volumes
    /// @throws Refusal when this host cannot hold pods, in one line that says what to do
    public static Agent start(AgentConfig config, SnapshotFeed feed, ReportDesk desk, VolumeKeys keys) {
        Preflight.check();
        try {
            Path data = Files.createDirectories(config.data());
            SandboxHost host = SandboxHost.open(
                    data,
                    data.resolve("run"),
                    data.resolve("volumes"),
                    config.platform().map(way -> new PlatformDoor(way.authority(), way.edge())),
                    config.clock());
            try {
                Agent agent = new Agent(config, host, volumes(config, keys), feed, desk, keys);
                agent.follower.begin();
                agent.reporter.begin();
                return agent;
            } catch (IOException | InterruptedException | RuntimeException e) {
                host.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the agent cannot start", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private LinkConfig link() {
        return new LinkConfig(config.name(), config.data(), config.controlKey(), config.clock());
    }

    private static Volumes volumes(AgentConfig config, VolumeKeys keys) throws IOException, InterruptedException {
        return config.switchedOff().contains(VolumeDrill.PROMISE)
                ? Volumes.plain(config.data())
                : Volumes.open(config.data(), keys.promised(), config.disk());
    }

    /// What this host lacks to hold pods; empty when it can.
    public static List<Preflight.Missing> preflight() {
        return Preflight.missing();
    }

    /// The applications that can be ordered, with what each asks for.
    public List<Blueprint> blueprints() {
        return blueprints.all().stream()
                .filter(b -> !b.name().equals(Canaries.PROBE))
                .toList();
    }

    /// Makes the images of these blueprints now, so that the first order does not wait for them.
    public void prepare(List<String> names, Progress progress) {
        try {
            images.prepare(blueprints.get(Canaries.PROBE), progress);
            for (String name : names) {
                images.prepare(blueprints.get(name), progress);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("an image cannot be made", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making an image", e);
        }
    }

    /// The drills that attack this agent's own walls: INS-1, INS-2 and INS-5; and its volumes: CRY-1.
    public List<Drill<?>> drills() {
        Canaries canaries = canaries();
        return List.of(
                WallDrill.space(canaries),
                WallDrill.traffic(canaries),
                WallDrill.ownFirewall(canaries),
                new VolumeDrill(new VolumeTarget.Targets(volumes, canaries)));
    }

    private Canaries canaries() {
        return new Canaries(config.data().resolve("run"), builder, directory, config.clock());
    }

    /// Follows control's orders for backups, too: what is ordered there is done once and reported.
    ///
    /// @param orders signed [casemate.wire.BackupOrders]
    /// @param outcomes where [casemate.wire.BackupReport]s go
    public void backUp(SnapshotFeed orders, ReportDesk outcomes) {
        try {
            Path data = Files.createDirectories(config.data().resolve("backup"));
            // What a crash left goes first; earlier releases kept customers' data there, in the clear.
            for (String left : List.of("set", "restored", "restoring", "twin")) {
                FileTree.delete(data.resolve(left));
            }
            Site.sweep();
            Engines engines = new Engines();
            Trial trial = new Trial(builder, directory, volumes, config.clock());
            Exchange exchange = new Exchange(directory, reconciler, config.clock());
            BackupDesk.Acts acts = new BackupDesk.Acts(
                    new BackupMaker(volumes, blueprints, directory, reconciler, engines, config.clock()),
                    new Rehearsal(volumes, "restored", trial, reconciler, engines, config.clock()),
                    new Restoration(
                            volumes, blueprints, directory, reconciler, engines, trial, exchange, config.clock()),
                    new Moments(
                            data.resolve("moments"),
                            new LogSources(directory, reconciler, volumes, builder),
                            Moments.Purpose.MOMENTS,
                            new Ids(config.clock(), new SecureRandom()),
                            config.clock()),
                    new SiteErasure(data.resolve("moments"), config.clock()));
            backups = Optional.of(
                    new BackupDesk(link(), orders, outcomes, acts, new BackupJournal(data.resolve("outcomes")))
                            .begin());
        } catch (IOException e) {
            throw new UncheckedIOException("the agent cannot make backups", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    /// Follows control's orders for standbys, too: instances that have one on another host run under leases only, and
    /// not at all without this.
    ///
    /// @param orders signed [casemate.wire.ReplicaOrders]
    /// @param outcomes where [casemate.wire.ReplicaReport]s go
    public void replicate(SnapshotFeed orders, ReportDesk outcomes) {
        try {
            Path data = Files.createDirectories(config.data().resolve("replica"));
            Moments sends = new Moments(
                    data.resolve("sends"),
                    new LogSources(directory, reconciler, volumes, builder),
                    Moments.Purpose.STANDBY,
                    new Ids(config.clock(), new SecureRandom()),
                    config.clock());
            builder.hear(sends::copyLast);
            StandbySeed seeds = new StandbySeed(volumes, directory, builder, reconciler, new Engines());
            replicas = Optional.of(new ReplicaDesk(
                            link(),
                            orders,
                            outcomes,
                            builder.leases(),
                            sends,
                            new Beats(reconciler),
                            standbys(data, seeds))
                    .begin());
        } catch (IOException e) {
            throw new UncheckedIOException("the agent cannot keep standbys", e);
        }
    }

    private ReplicaDesk.Standbys standbys(Path data, StandbySeed seeds) {
        return new ReplicaDesk.Standbys() {
            @Override
            public StandbyKeeper keeper(StandbyOrder order) {
                Path state = ReplicaDesk.state(data, order.pod().instance());
                return new StandbyKeeper(order, state, directory, builder, seeds);
            }

            @Override
            public void leave(InstanceId instance) throws IOException, InterruptedException {
                seeds.leave(instance, ReplicaDesk.state(data, instance));
            }
        };
    }

    /// Brings instances back that were lost with the house: those in `awaited/`, from their newest whole backups.
    ///
    /// @param stores where an instance's copies rest, with keys
    public void bringBack(Function<InstanceId, List<BackupStore>> stores) {
        homecoming = Optional.of(new Homecoming(awaited, directory, reconciler, stores).begin());
    }

    /// The drills that bring backups back, and that watch an instance while it is backed up: BAK-4, BAK-5 and BAK-7.
    /// After [#backUp].
    ///
    /// @param order has control order a rehearsal from each technology at each site, and says their ids
    /// @param policy the one in force
    public List<Drill<?>> recoveryDrills(Supplier<List<String>> order, Supplier<Optional<Policy>> policy) {
        BackupDesk desk = backups.orElseThrow(() -> new IllegalStateException("backups are not followed"));
        Path twins = config.data().resolve("backup").resolve("twin");
        Engines engines = new Engines();
        Recoveries recoveries = new Recoveries(order, desk, config.clock());
        Canaries canaries = canaries();
        List<Drill<?>> all = new ArrayList<>(RecoveryDrill.all(
                () -> new RecoveryTarget(recoveries, directory.holding().size(), () -> {}),
                policy,
                new RecoveryTwins(twins, builder, directory, volumes, reconciler, engines, config.clock())));
        BackupMaker maker = new BackupMaker(volumes, blueprints, directory, reconciler, engines, config.clock());
        all.add(new AvailabilityDrill(
                new AvailabilityTargets(twins, canaries, directory, maker, engines, config.clock())));
        return all;
    }

    /// The drills that look at what lies at backup sites: BAK-1, BAK-2, BAK-3 and INS-7.
    ///
    /// @param locked those of them that must refuse to remove anything
    /// @param damaged copies that do not count
    /// @param policy the one in force
    public List<Drill<?>> backupDrills(
            Supplier<List<BackupPlace>> sites,
            Supplier<List<BackupPlace>> locked,
            Supplier<List<DamagedCopy>> damaged,
            Supplier<Optional<Policy>> policy) {
        Path twins = config.data().resolve("backup").resolve("twin");
        return BackupDrills.of(
                () -> SiteTarget.of(sites.get(), locked.get(), damaged.get(), directory.holding()),
                () -> sites.get().stream()
                        .filter(place -> !place.access().appendOnly())
                        .map(place -> Site.of(
                                SitePlace.parse(place.place()), place.access().forPruning()))
                        .toList(),
                policy,
                twins,
                config.clock());
    }

    /// The drill on where data lies: INS-3.
    ///
    /// @param policy the one in force
    public Drill<?> regionDrill(
            Supplier<List<BackupPlace>> sites, Residency residency, Supplier<Optional<Policy>> policy) {
        return BackupDrills.region(
                sites,
                Agent::site,
                directory::holding,
                residency,
                policy,
                config.data().resolve("backup").resolve("twin"),
                config.clock());
    }

    /// By which algorithms volumes and the names in them are encrypted, and their keys derived; empty where each volume
    /// has no key of its own.
    public List<String> volumeCiphers() {
        return volumes.volumes().kind().algorithms();
    }

    /// Tries backup sites from this host.
    public SiteProbe siteProbe() {
        return new SiteTrial();
    }

    private static Site site(BackupPlace place) {
        return Site.of(SitePlace.parse(place.place()), place.access());
    }

    @Override
    public List<String> tail(InstanceId instance, int maxLines) {
        return new InstanceTail(directory, volumes, config.clock()).tail(instance, maxLines);
    }

    @Override
    public void copy(InstanceId instance, Part part, OutputStream out) throws IOException, InterruptedException {
        BackupMaker maker = new BackupMaker(volumes, blueprints, directory, reconciler, new Engines(), config.clock());
        new InstanceCopy(volumes, maker, config.clock()).copy(instance, part, out);
    }

    /// Stops every pod in good order, then takes down all that stands on the host.
    @Override
    public void close() {
        homecoming.ifPresent(Homecoming::close);
        backups.ifPresent(BackupDesk::close);
        follower.close();
        reconciler.close();
        replicas.ifPresent(ReplicaDesk::close);
        reporter.close();
        volumes.close();
        host.close();
    }
}
