package casemate.agent.pod;

import casemate.agent.backup.BackupSet;
import casemate.agent.blueprint.Blueprint;
import casemate.agent.blueprint.Blueprints;
import casemate.agent.blueprint.Values;
import casemate.agent.disk.HostSync;
import casemate.agent.disk.PodDirectory;
import casemate.agent.disk.PodLog;
import casemate.agent.disk.PodRecord;
import casemate.agent.disk.PodVolumes;
import casemate.agent.fill.Awaited;
import casemate.agent.fill.Installer;
import casemate.agent.fill.MomentOf;
import casemate.agent.fill.Restorer;
import casemate.agent.fill.SetSecrets;
import casemate.agent.fill.StandbyMark;
import casemate.agent.image.Images;
import casemate.agent.replica.Leases;
import casemate.agent.sandbox.Address;
import casemate.agent.sandbox.Egress;
import casemate.agent.sandbox.Limits;
import casemate.agent.sandbox.PlatformDoor;
import casemate.agent.sandbox.SandboxHost;
import casemate.agent.sandbox.Space;
import casemate.agent.sandbox.SpaceOrder;
import casemate.agent.sandbox.Walls;
import casemate.agent.volume.Held;
import casemate.base.DurableFile;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.PodOrder;
import casemate.wire.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Puts a pod together: record, image, volume, configuration, space; and takes it away for ever. Each act is written
/// down before it is done, so that a crash between two leads to the same pod or to none.
public final class PodBuilder {
    /// More than all authorities that a distribution believes.
    private static final int MAX_AUTHORITIES = 1 << 20;

    private static final Pattern HOST = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?");

    private final Blueprints blueprints;
    private final Images images;
    private final PodDirectory directory;
    private final PodVolumes volumes;
    private final Awaited awaited;
    private final SandboxHost host;
    private final Walls walls;
    private final Optional<PlatformWay> platform;
    private final Clock clock;
    private final Leases leases;
    private volatile LastWords lastWords = _ -> {};

    /// Takes what a pod has left to say when its processes have ended.
    public interface LastWords {
        void accept(InstanceId instance) throws InterruptedException;
    }

    public PodBuilder(
            Blueprints blueprints,
            Images images,
            PodDirectory directory,
            PodVolumes volumes,
            Awaited awaited,
            SandboxHost host,
            Walls walls,
            Optional<PlatformWay> platform,
            Clock clock) {
        this.leases = new Leases(clock, System::nanoTime);
        this.platform = platform;
        this.blueprints = blueprints;
        this.images = images;
        this.directory = directory;
        this.volumes = volumes;
        this.awaited = awaited;
        this.host = host;
        this.walls = walls;
        this.clock = clock;
    }

    /// Who may run what has a standby elsewhere.
    public Leases leases() {
        return leases;
    }

    public boolean mayRun(PodOrder order) {
        return leases.holds(order.instance(), order.epoch());
    }

    public void hear(LastWords ear) {
        lastWords = ear;
    }

    public Walls walls() {
        return walls;
    }

    public Instant now() {
        return clock.instant();
    }

    Duration patience(PodOrder order) {
        return blueprints.get(order.blueprint()).health().patience();
    }

    public LivePod build(PodOrder order, Consumer<String> progress) throws IOException, InterruptedException {
        Blueprint blueprint = blueprints.get(order.blueprint());
        boolean installed = directory
                .find(order.instance())
                .filter(known -> known.step() != PodRecord.Step.INSTALLING)
                .isPresent();
        Optional<BackupSet> returned = installed ? Optional.empty() : awaited.set(order.instance());
        PodRecord record = directory.admit(order.instance(), blueprint.name());
        if (returned.isPresent()) {
            Optional<byte[]> secrets = SetSecrets.of(returned.get());
            if (secrets.isPresent()) {
                directory.keepSecrets(order.instance(), secrets.get());
            }
        }
        return build(order, record, walls, Optional.empty(), returned, progress);
    }

    /// A standby: the database's server alone, in front of which nobody stands.
    ///
    /// @param seed what an empty volume is filled with
    public LivePod stand(PodOrder order, Blueprint.Standby standby, Optional<BackupSet> seed)
            throws IOException, InterruptedException {
        Blueprint whole = blueprints.get(order.blueprint());
        PodRecord record = directory.admit(order.instance(), whole.name());
        if (seed.isPresent()) {
            Optional<byte[]> secrets = SetSecrets.of(seed.get());
            if (secrets.isPresent()) {
                directory.keepSecrets(order.instance(), secrets.get());
            }
        }
        Path image = images.prepare(whole, (_, _, _) -> {});
        PodRecord settled = directory.settle(record);
        Held held = volumes.open(order.instance());
        try {
            Blueprint standing = StandbyMark.standing(whole, standby);
            return build(order, standing, image, settled, walls, Optional.empty(), seed, _ -> {}, held);
        } catch (IOException | InterruptedException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    public Blueprint blueprint(PodOrder order) {
        return blueprints.get(order.blueprint());
    }

    /// One that nobody ordered, made of a backup, behind the platform's walls; [#erase] takes it away.
    public LivePod rehearse(PodOrder order, BackupSet restored) throws IOException, InterruptedException {
        PodRecord record = directory.admit(order.instance(), PodRecord.THROWAWAY);
        return build(order, record, walls, Optional.empty(), Optional.of(restored), _ -> {});
    }

    /// @param admitted the pod's record
    /// @param around the walls: the platform's, or fewer for a drill's twin
    /// @param world where the pod's cable ends, when a drill wants that to be elsewhere than on the host
    /// @param restored what an empty volume is filled with; the blueprint's install otherwise
    public LivePod build(
            PodOrder order,
            PodRecord admitted,
            Walls around,
            Optional<SpaceOrder.World> world,
            Optional<BackupSet> restored,
            Consumer<String> progress)
            throws IOException, InterruptedException {
        Blueprint blueprint = blueprints.get(order.blueprint());
        if (!HOST.matcher(order.host()).matches()) {
            throw Refusal.invalid("host-malformed", "A pod's host is a lower-case DNS name.");
        }
        Path image = images.prepare(blueprint, (what, done, total) -> progress.accept(what));
        PodRecord record = directory.settle(checked(admitted, blueprint));
        Held held = volumes.open(order.instance());
        try {
            return build(order, blueprint, image, record, around, world, restored, progress, held);
        } catch (IOException | InterruptedException | RuntimeException e) {
            held.close();
            throw e;
        }
    }

    /// @param held the volume's key
    private LivePod build(
            PodOrder order,
            Blueprint blueprint,
            Path image,
            PodRecord record,
            Walls around,
            Optional<SpaceOrder.World> world,
            Optional<BackupSet> restored,
            Consumer<String> progress,
            Held held)
            throws IOException, InterruptedException {
        Address address = new Address(record.slot());
        Path place = directory.place(order.instance());
        PodLog log = new PodLog(directory.log(order.instance()), clock);
        Optional<String> moment = restored.isPresent() ? MomentOf.time(restored.get()) : Optional.empty();
        Values values = values(order, blueprint, address).with("moment", moment.orElse(""));
        Installer installer = new Installer(place, record.uid(), values, log);
        boolean fresh = record.step() == PodRecord.Step.INSTALLING;
        List<Blueprint.Step> steps = fresh ? fill(installer, blueprint, image, restored, progress, held) : List.of();
        held.check(place);
        Path volume = directory.volume(order.instance());
        Path config = directory.config(order.instance());
        Installer.configure(config, record.uid(), blueprint.config(), values);
        PodOrder.Limits limits = order.limits();
        Space space = host.space(new SpaceOrder(
                order.instance().value(),
                record.uid(),
                address,
                blueprint.ports(),
                egress(blueprint, world),
                image,
                volume,
                config,
                new Limits(limits.memoryBytes(), limits.cpuMillis(), limits.pids()),
                around,
                world));
        return new LivePod(
                order,
                blueprint,
                space,
                image,
                volume,
                held,
                blueprint.ports().stream()
                        .map(port -> new Upstream(address.pod(), port, blueprint.protocol()))
                        .toList(),
                address.host(),
                values,
                installer,
                log,
                clock,
                fresh,
                steps,
                () -> lastWords.accept(order.instance()));
    }

    /// @return what is to be done once processes run
    private static List<Blueprint.Step> fill(
            Installer installer,
            Blueprint blueprint,
            Path image,
            Optional<BackupSet> restored,
            Consumer<String> progress,
            Held held)
            throws IOException, InterruptedException {
        if (restored.isPresent()) {
            progress.accept("restoring");
            return new Restorer(blueprint, installer, image).layBack(restored.get(), held);
        }
        progress.accept("installing");
        installer.layOut(blueprint.install(), image, held);
        return blueprint.install().steps();
    }

    /// The blueprint's, and the way to the platform where it is needed; in a drill what the drill declares.
    private static List<Egress> egress(Blueprint blueprint, Optional<SpaceOrder.World> world) {
        if (world.isPresent()) {
            return world.get().egress();
        }
        return blueprint.signOn() == Blueprint.SignOn.OIDC
                ? Stream.concat(blueprint.egress().stream(), Stream.of(Egress.PLATFORM))
                        .toList()
                : blueprint.egress();
    }

    private static PodRecord checked(PodRecord record, Blueprint blueprint) {
        if (!record.blueprint().equals(blueprint.name()) && !record.blueprint().equals(PodRecord.THROWAWAY)) {
            throw Refusal.conflict(
                    "blueprint-changed",
                    "The volume holds " + record.blueprint() + "; erase the pod before it runs " + blueprint.name()
                            + ".");
        }
        if (record.step() == PodRecord.Step.STANDBY) {
            throw Refusal.conflict(
                    "pod-standby", "The volume is a standby's; it runs here once the standby is promoted.");
        }
        if (record.step() == PodRecord.Step.ERASING) {
            throw Refusal.conflict("pod-erased", "The pod is being erased; an erased pod does not come back.");
        }
        return record;
    }

    private Values values(PodOrder order, Blueprint blueprint, Address address) throws IOException {
        Map<String, String> all = new TreeMap<>(order.settings());
        for (String setting : blueprint.settings()) {
            if (!all.containsKey(setting)) {
                throw Refusal.invalid(
                        "setting-missing", "The blueprint " + blueprint.name() + " needs the setting " + setting + ".");
            }
        }
        directory
                .secrets(order.instance(), blueprint.secrets())
                .forEach((name, value) -> all.put("secret." + name, value));
        all.putAll(signOn(order, blueprint, address));
        all.put("host", order.host());
        all.put("url", "https://" + order.host());
        all.put("port", String.valueOf(blueprint.port()));
        return new Values(all);
    }

    /// What the application needs to take its users from the platform, besides what the order tells it.
    private Map<String, String> signOn(PodOrder order, Blueprint blueprint, Address address) throws IOException {
        if (blueprint.signOn() == Blueprint.SignOn.OWN) {
            return Map.of();
        }
        String key = order.identityKey()
                .orElseThrow(() -> Refusal.invalid(
                        "identity-key-missing",
                        "The blueprint " + blueprint.name()
                                + " takes its users from the platform, and the order has no key for that."))
                .revealText();
        return blueprint.signOn() == Blueprint.SignOn.HEADER
                ? Map.of("identity.key", key)
                : Map.of(
                        "oidc.client",
                        order.instance().value(),
                        "oidc.secret",
                        key,
                        "oidc.proxy",
                        PlatformDoor.at(address),
                        "oidc.authorities",
                        authorities());
    }

    private String authorities() throws IOException {
        if (platform.isEmpty()) {
            return "";
        }
        try (InputStream in = Files.newInputStream(platform.get().authorities())) {
            return new String(in.readNBytes(MAX_AUTHORITIES), StandardCharsets.US_ASCII);
        }
    }

    /// What a pod that stands still has in the clear, from an earlier release, is put under its key.
    void settle(InstanceId instance) throws IOException, InterruptedException {
        volumes.settle(instance);
    }

    /// The install steps are done: from here on the volume is a customer's.
    void installed(InstanceId instance) throws IOException {
        become(instance, PodRecord.Step.INSTALLED);
        awaited.done(instance);
    }

    /// Notes how far a volume is, once it is on the disk.
    public void become(InstanceId instance, PodRecord.Step step) throws IOException {
        Optional<PodRecord> record = directory.find(instance);
        if (record.isPresent()) {
            HostSync.place(directory.place(instance));
            directory.keep(record.get().at(step));
        }
    }

    /// Removes volume, configuration and log, and proves that they are gone before it forgets the pod.
    public void erase(InstanceId instance) throws IOException {
        awaited.done(instance);
        Optional<PodRecord> record = directory.find(instance);
        if (record.isEmpty()) {
            return;
        }
        directory.keep(record.get().at(PodRecord.Step.ERASING));
        volumes.remove(instance);
        DurableFile.syncDirectory(directory.place(instance).resolve("..").normalize());
        if (!directory.volumes(instance).isEmpty()) {
            throw new IOException("the volume is still there after its removal");
        }
        directory.forget(instance);
    }
}
