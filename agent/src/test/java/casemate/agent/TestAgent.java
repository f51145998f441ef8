package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.disk.VolumeKeys;
import casemate.agent.pod.PlatformWay;
import casemate.agent.volume.Disk;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.promise.PromiseId;
import casemate.testkit.Eventually;
import casemate.wire.AgentReport;
import casemate.wire.AgentSnapshot;
import casemate.wire.BackupOrders;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.BackupTask;
import casemate.wire.EraseTask;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.ReplicaOrders;
import casemate.wire.ReplicaReport;
import casemate.wire.RestoreStep;
import casemate.wire.RestoreTask;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotKey;
import casemate.wire.StandbyReport;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A real agent on a directory of its own, with control played by the test.
final class TestAgent implements AutoCloseable {
    static final PodOrder.Limits SMALL = new PodOrder.Limits(64L << 20, 1000, 64);
    static final PodOrder.Limits LARGE = new PodOrder.Limits(768L << 20, 2000, 200);
    /// The bcrypt verifier of `correct horse` (cost 4: this is a test).
    static final String BCRYPT = "$2y$04$75anSsT1dJ/zpc6nOyPCBu03.gNpU6nUZBcQaj8rfbEg0yJGCddLK";

    private static final Path BLUEPRINTS = Path.of("../blueprints");
    /// Of all tests that do not say: `-Dcasemate.disk=GOCRYPTFS` runs them on that kind, by hand.
    static final Disk DISK = Disk.valueOf(System.getProperty("casemate.disk", Disk.USUAL.name()));

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /// The same for the same instance, whichever agent asks.
    static final VolumeKeys KEYS = new TestKeys();

    private final SnapshotKey key;
    private final BlockingQueue<byte[]> snapshots = new LinkedBlockingQueue<>();
    private final List<AgentReport> reports = new ArrayList<>();
    private final Agent agent;
    private Duration patience = PATIENCE;
    private long version;
    private final BlockingQueue<byte[]> backupOrders = new LinkedBlockingQueue<>();
    private final AtomicReference<List<BackupOutcome>> outcomes = new AtomicReference<>(List.of());
    private final Set<RestoreStep> steps = ConcurrentHashMap.newKeySet();
    private long backupVersion;
    private List<LogOrder> logs = List.of();
    private final AtomicReference<List<LogReport>> logReports = new AtomicReference<>(List.of());

    private final AtomicReference<Optional<ReplicaReport>> replicas = new AtomicReference<>(Optional.empty());

    private TestAgent(Path data, SnapshotKey key, long version, Set<PromiseId> switchedOff) throws IOException {
        this(config(data, key, switchedOff), key, version);
    }

    private TestAgent(AgentConfig config, SnapshotKey key, long version) {
        this.key = key;
        this.version = version;
        this.agent = Agent.start(
                config,
                (_, wait) -> Optional.ofNullable(snapshots.poll(wait.toMillis(), TimeUnit.MILLISECONDS)),
                this::receive,
                KEYS);
    }

    static TestAgent on(Path data) throws IOException {
        return new TestAgent(data, SnapshotKey.generate(), 0, Set.of());
    }

    static TestAgent on(Path data, Set<PromiseId> switchedOff) throws IOException {
        return new TestAgent(data, SnapshotKey.generate(), 0, switchedOff);
    }

    /// With other applications than ours.
    static TestAgent with(Path blueprints, Path data) throws IOException {
        SnapshotKey key = SnapshotKey.generate();
        return new TestAgent(config(data, key, blueprints, Set.of(), Optional.empty(), DISK), key, 0);
    }

    /// With volumes of a kind.
    static TestAgent on(Path data, Disk disk) throws IOException {
        SnapshotKey key = SnapshotKey.generate();
        return new TestAgent(config(data, key, disk), key, 0);
    }

    /// With a way from pods to the platform.
    static TestAgent on(Path data, PlatformWay way) throws IOException {
        SnapshotKey key = SnapshotKey.generate();
        return new TestAgent(config(data, key, BLUEPRINTS, Set.of(), Optional.of(way), DISK), key, 0);
    }

    /// Ends this one in good order and starts another on the same directory.
    TestAgent again(Path data) throws IOException {
        close();
        return new TestAgent(data, key, version, Set.of());
    }

    static AgentConfig config(Path data, SnapshotKey key, Set<PromiseId> switchedOff) throws IOException {
        return config(data, key, BLUEPRINTS, switchedOff, Optional.empty(), DISK);
    }

    static AgentConfig config(Path data, SnapshotKey key, Disk disk) throws IOException {
        return config(data, key, BLUEPRINTS, Set.of(), Optional.empty(), disk);
    }

    private static AgentConfig config(
            Path data,
            SnapshotKey key,
            Path blueprints,
            Set<PromiseId> switchedOff,
            Optional<PlatformWay> way,
            Disk disk)
            throws IOException {
        Path pin = Files.write(Files.createDirectories(data).resolve("control.pub"), key.spki());
        return new AgentConfig("test-host", data, images(), blueprints, pin, switchedOff, Clock.systemUTC(), way, disk);
    }

    /// Images outlive a test run: their names change with what they are made of.
    static Path images() {
        return Path.of(System.getProperty("java.io.tmpdir"), "casemate-test-images");
    }

    static InstanceId instance() {
        return new Ids(Clock.systemUTC(), new SecureRandom()).instance();
    }

    static PodOrder order(InstanceId instance, String blueprint, PodOrder.Limits limits) {
        return new PodOrder(
                instance,
                blueprint,
                "acme.casemate.localhost",
                PodOrder.Wanted.RUNNING,
                limits,
                Map.of(
                        "title", "Acmé's \"wiki\"",
                        "language", "en",
                        "adminName", "admin",
                        "adminEmail", "admin@acme.example",
                        "adminPasswordBcrypt", BCRYPT,
                        "marker", "the-marker"),
                Optional.of(Signed.KEY));
    }

    static PodOrder wanted(PodOrder order, PodOrder.Wanted wanted) {
        return new PodOrder(
                order.instance(),
                order.blueprint(),
                order.host(),
                wanted,
                order.limits(),
                order.settings(),
                order.identityKey());
    }

    /// Waits longer than tests do: for figures of much data.
    TestAgent patient(Duration longest) {
        patience = longest;
        return this;
    }

    Agent agent() {
        return agent;
    }

    void say(PodOrder... orders) {
        version++;
        byte[] payload = new AgentSnapshot(version, Instant.now(), List.of(orders)).encode();
        snapshots.add(SignedSnapshot.sign(SignedSnapshot.Audience.AGENT, payload, key));
    }

    /// Under an old version.
    void sayAgain(long oldVersion, PodOrder order) {
        byte[] payload = new AgentSnapshot(oldVersion, Instant.now(), List.of(order)).encode();
        snapshots.add(SignedSnapshot.sign(SignedSnapshot.Audience.AGENT, payload, key));
    }

    void sayForged(PodOrder order) {
        byte[] payload = new AgentSnapshot(version + 1, Instant.now(), List.of(order)).encode();
        snapshots.add(SignedSnapshot.sign(SignedSnapshot.Audience.EDGE, payload, key));
    }

    /// Orders backups or rehearsals, and waits for how they end.
    List<BackupOutcome> backUp(BackupTask... tasks) throws InterruptedException {
        return order(List.of(tasks), List.of());
    }

    /// Orders a restore, and waits for how it ends.
    BackupOutcome restore(RestoreTask task) throws InterruptedException {
        return order(List.of(), List.of(task)).getFirst();
    }

    /// Has logs copied from now on.
    void copyLogs(LogOrder... orders) throws InterruptedException {
        logs = List.of(orders);
        order(List.of(), List.of());
    }

    /// Waits until a log is copied as far as a moment.
    LogReport copied(InstanceId instance, Instant moment) {
        Eventually.until(
                "the log to be copied",
                patience,
                () -> logReports.get().stream()
                        .anyMatch(log -> log.instance().equals(instance)
                                && !log.through().isBefore(moment)));
        return logReports.get().stream()
                .filter(log -> log.instance().equals(instance))
                .findFirst()
                .orElseThrow();
    }

    /// Has it follow orders for standbys, asked for anew every half second: leases among them.
    void replicate(LongFunction<ReplicaOrders> orders) {
        BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
        agent.replicate(
                (known, _) -> {
                    changes.poll(500, TimeUnit.MILLISECONDS);
                    ReplicaOrders now = orders.apply(known + 1);
                    return Optional.of(SignedSnapshot.sign(SignedSnapshot.Audience.REPLICA, now.encode(), key));
                },
                report -> replicas.set(Optional.of(ReplicaReport.decode(report))));
    }

    /// Waits until the standby of an instance is as expected.
    StandbyReport standby(InstanceId instance, Predicate<StandbyReport> expected) {
        Eventually.until(
                "the standby",
                patience,
                () -> standby(instance).filter(expected).isPresent());
        return standby(instance).orElseThrow();
    }

    Optional<StandbyReport> standby(InstanceId instance) {
        return replicas.get().stream()
                .flatMap(report -> report.stands().stream())
                .filter(each -> each.instance().equals(instance))
                .findFirst();
    }

    /// Waits until nothing of an instance is here any more.
    void left(InstanceId instance) {
        Eventually.until(
                "nothing to be left of it",
                patience,
                () -> replicas.get().stream().anyMatch(report -> report.left().contains(instance)));
    }

    /// Waits until a log is sent as far as expected.
    LogReport sent(InstanceId instance, Predicate<LogReport> expected) {
        Eventually.until(
                "the log to be sent",
                patience,
                () -> sent(instance).filter(expected).isPresent());
        return sent(instance).orElseThrow();
    }

    private Optional<LogReport> sent(InstanceId instance) {
        return replicas.get().stream()
                .flatMap(report -> report.sends().stream())
                .filter(each -> each.instance().equals(instance))
                .findFirst();
    }

    /// Orders tasks without waiting, as control does for a drill.
    ///
    /// @return their ids
    List<String> hand(List<BackupTask> tasks) {
        hand(tasks, List.of());
        return tasks.stream().map(BackupTask::id).toList();
    }

    private void hand(List<BackupTask> tasks, List<RestoreTask> restores) {
        hand(tasks, restores, List.of());
    }

    private void hand(List<BackupTask> tasks, List<RestoreTask> restores, List<EraseTask> erasures) {
        backupVersion++;
        byte[] payload = new BackupOrders(backupVersion, Instant.now(), tasks, restores, logs, erasures).encode();
        backupOrders.add(SignedSnapshot.sign(SignedSnapshot.Audience.BACKUP, payload, key));
    }

    /// Orders that copies are removed from sites, and waits for how that ends.
    List<BackupOutcome> erase(List<EraseTask> erasures) {
        hand(List.of(), List.of(), erasures);
        return ended(erasures.stream().map(EraseTask::id).toList());
    }

    private List<BackupOutcome> order(List<BackupTask> tasks, List<RestoreTask> restores) throws InterruptedException {
        if (backupOrders.isEmpty() && backupVersion == 0) {
            agent.backUp(
                    (_, wait) -> Optional.ofNullable(backupOrders.poll(wait.toMillis(), TimeUnit.MILLISECONDS)),
                    report -> {
                        BackupReport told = BackupReport.decode(report);
                        outcomes.set(told.outcomes());
                        logReports.set(told.logs());
                        steps.addAll(told.progress().values());
                    });
        }
        hand(tasks, restores);
        List<String> ids = Stream.concat(
                        tasks.stream().map(BackupTask::id), restores.stream().map(RestoreTask::id))
                .toList();
        return ended(ids);
    }

    private List<BackupOutcome> ended(List<String> ids) {
        Eventually.until(
                "outcomes of all tasks",
                patience,
                () -> outcomes.get().stream().map(BackupOutcome::task).toList().containsAll(ids));
        return outcomes.get().stream().filter(o -> ids.contains(o.task())).toList();
    }

    /// How far restores were seen to be.
    Set<RestoreStep> steps() {
        return steps;
    }

    private synchronized void receive(byte[] report) {
        reports.add(AgentReport.decode(report));
        notifyAll();
    }

    PodReport await(InstanceId instance, PodReport.Phase phase) throws InterruptedException {
        return await(instance, report -> report.phase() == phase);
    }

    /// Waits until a report of the pod is as expected.
    synchronized PodReport await(InstanceId instance, Predicate<PodReport> expected) throws InterruptedException {
        Instant end = Instant.now().plus(patience);
        while (Instant.now().isBefore(end)) {
            Optional<PodReport> found = last(instance);
            if (found.isPresent() && expected.test(found.get())) {
                return found.get();
            }
            wait(1_000);
        }
        assertThat(last(instance))
                .as("last report; log: " + agent.tail(instance, 30))
                .isEmpty();
        throw new AssertionError("no report of the pod");
    }

    private Optional<PodReport> last(InstanceId instance) {
        return reports.isEmpty()
                ? Optional.empty()
                : reports.getLast().pods().stream()
                        .filter(p -> p.instance().equals(instance))
                        .findFirst();
    }

    static Upstream upstream(PodReport report) {
        return report.upstreams().getFirst();
    }

    @Override
    public void close() {
        agent.close();
    }
}
