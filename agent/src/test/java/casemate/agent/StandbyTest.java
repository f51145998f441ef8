package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.sandbox.SandboxNames;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupStore;
import casemate.wire.BackupTask;
import casemate.wire.LogOrder;
import casemate.wire.LogReport;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.ReplicaOrders;
import casemate.wire.StandbyOrder;
import casemate.wire.StandbyReport;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An instance's standby on a second agent, which has nothing in common with the first but a site: it stays near, is
/// promoted, and the first one, left without a lease, runs nothing.
@NeedsRoot
class StandbyTest {
    private static final int LEASE_SECONDS = 20;
    private static final int WRITES = 10;
    private static final Pattern SERVER = Pattern.compile(".*/(?:mariadbd|postgres)");

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();

    /// What control says to one of the two hosts.
    private final AtomicReference<Said> first = new AtomicReference<>(Said.NOTHING);

    private final AtomicReference<Said> second = new AtomicReference<>(Said.NOTHING);

    private record Said(long leased, Optional<LogOrder> send, Optional<StandbyOrder> stand, boolean leaves) {
        static final Said NOTHING = new Said(0, Optional.empty(), Optional.empty());
        static final Said LEAVES = new Said(0, Optional.empty(), Optional.empty(), true);

        Said(long leased, Optional<LogOrder> send, Optional<StandbyOrder> stand) {
            this(leased, send, stand, false);
        }

        ReplicaOrders orders(long version, InstanceId instance) {
            return new ReplicaOrders(
                    version,
                    Instant.now(),
                    LEASE_SECONDS,
                    leased == 0 ? List.of() : List.of(new ReplicaOrders.Lease(instance, leased)),
                    send.stream().toList(),
                    stand.stream().toList(),
                    leaves ? List.of(instance) : List.of());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mediawiki", "wordpress"})
    void a_standby_stays_near_takes_over_with_all_that_was_written_and_the_first_host_is_fenced(String blueprint)
            throws Exception {
        PodOrder order = TestAgent.order(instance, blueprint, TestAgent.LARGE);
        BackupStore store = RestoreTest.store("archive", directory);
        try (TestAgent one = TestAgent.on(directory.resolve("one"));
                TestAgent other = TestAgent.on(directory.resolve("other"))) {
            one.replicate(version -> said(first).orders(version, instance));
            other.replicate(version -> said(second).orders(version, instance));
            one.say(order.leased(1));
            one.await(instance, report -> report.detail().contains("waits for a lease"));
            first.set(new Said(1, Optional.of(new LogOrder(instance, store, Instant.EPOCH)), Optional.empty()));
            Writer writer = Writer.at(blueprint, TestAgent.upstream(one.await(instance, PodReport.Phase.RUNNING)));
            writer.write("First");
            LogReport sent = one.sent(instance, log -> log.chunks() > 0);
            StandbyOrder follow = follow(one, order, store, sent.lineage());
            second.set(new Said(0, Optional.empty(), Optional.of(follow)));
            writer.write("Second");
            Instant written = Instant.now();
            StandbyReport near = other.standby(instance, s -> s.replayed().isAfter(written));
            assertThat(near.phase()).isEqualTo(StandbyReport.Phase.FOLLOWING);

            // Killed in the middle of it, its server goes on from what it has: nothing is left out, nothing done twice.
            List<String> all = new ArrayList<>(List.of("First", "Second"));
            for (int i = 0; i < WRITES; i++) {
                all.add("Meanwhile" + i + "x");
                writer.write(all.getLast());
                if (i == WRITES / 2 && blueprint.equals("wordpress")) {
                    killServer();
                }
            }
            upload(blueprint, "near.txt");
            Instant after = Instant.now();
            other.standby(
                    instance, s -> s.replayed().isAfter(after) && s.files().isAfter(after));

            // Stopped in good order: the last line of its log is at the site when it says so.
            writer.write("Third");
            upload(blueprint, "last.txt");
            one.say(order.leased(1).to(PodOrder.Wanted.STOPPED));
            one.await(instance, PodReport.Phase.STOPPED);
            LogReport last = one.sent(instance, log -> true);
            StandbyOrder still = follow(one, order, store, sent.lineage());
            first.set(Said.NOTHING);
            second.set(new Said(2, Optional.empty(), Optional.of(promoting(follow, last.chunks()))));
            other.standby(instance, s -> s.phase() == StandbyReport.Phase.PROMOTED);
            other.say(order.leased(2));
            Upstream at = TestAgent.upstream(other.await(instance, PodReport.Phase.RUNNING));
            Writer moved = Writer.at(blueprint, at);
            all.add("Third");
            for (String each : all) {
                assertThat(moved.times(each)).as(each).isOne();
            }
            for (String file : List.of("near.txt", "last.txt")) {
                assertThat(Http.get(at, uploads(blueprint) + file).body()).isEqualTo("uploaded as " + file);
            }
            moved.write("Fourth");
            assertThat(moved.has("Fourth")).isTrue();

            // The old order, from its disk or from nowhere: without a lease of that epoch nothing runs.
            one.say(order.leased(1));
            one.await(instance, report -> report.detail().contains("waits for a lease"));

            // And nothing of it is left there, once that is ordered; who runs it keeps it, whatever is ordered.
            assertThat(directory.resolve("one/volumes").resolve(instance.value()))
                    .exists();
            first.set(Said.LEAVES);
            one.left(instance);
            assertThat(directory.resolve("one/volumes").resolve(instance.value()))
                    .doesNotExist();
            second.set(new Said(2, Optional.empty(), Optional.empty(), true));
            moved.write("Fifth");
            assertThat(moved.has("Fifth")).isTrue();

            // A backup of an instance that stood still has files of the server's own, which no log leads on from.
            first.set(new Said(0, Optional.empty(), Optional.of(still)));
            StandbyReport unfit = one.standby(instance, s -> s.phase() == StandbyReport.Phase.BROKEN);
            assertThat(unfit.detail()).contains("stood still");
        }
    }

    /// An order to follow from a backup that is made now.
    private StandbyOrder follow(TestAgent from, PodOrder order, BackupStore store, String lineage) throws Exception {
        Instant now = Instant.now();
        BackupOutcome seed = from.backUp(new BackupTask(
                        ids.make("bak"), BackupTask.Kind.BACKUP, instance, now, Instant.EPOCH, List.of(store), "", ""))
                .getFirst();
        assertThat(seed.done()).as(seed.toString()).isTrue();
        return new StandbyOrder(
                order.leased(2),
                2,
                store,
                seed.copies().getFirst().copy(),
                seed.manifest(),
                now,
                lineage,
                StandbyOrder.Stage.FOLLOW,
                0);
    }

    /// Where visitors find what was uploaded.
    private static String uploads(String blueprint) {
        return blueprint.equals("wordpress") ? "/wp-content/uploads/" : "/images/";
    }

    /// As the application does.
    private void upload(String blueprint, String name) throws IOException {
        Path volume = directory.resolve("one/volumes").resolve(instance.value());
        Files.writeString(volume.resolve(uploads(blueprint).substring(1) + name), "uploaded as " + name);
    }

    /// As power or the kernel would: the server of the second host's pod is gone in the middle of what it does.
    private void killServer() throws IOException {
        String ours = SandboxNames.of(directory.resolve("other"));
        List<ProcessHandle> servers = ProcessHandle.allProcesses()
                .filter(p ->
                        p.info().command().filter(SERVER.asMatchPredicate()).isPresent())
                .filter(p -> groups(p).contains(ours))
                .toList();
        assertThat(servers).isNotEmpty();
        servers.forEach(ProcessHandle::destroyForcibly);
    }

    private static String groups(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/" + process.pid() + "/cgroup"));
        } catch (IOException _) {
            return "";
        }
    }

    private static StandbyOrder promoting(StandbyOrder follow, long chunks) {
        return new StandbyOrder(
                follow.pod(),
                follow.epoch(),
                follow.store(),
                follow.copy(),
                follow.manifest(),
                follow.from(),
                follow.lineage(),
                StandbyOrder.Stage.PROMOTE,
                chunks);
    }

    private static Said said(AtomicReference<Said> what) {
        return java.util.Objects.requireNonNull(what.get());
    }
}
