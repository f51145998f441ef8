package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.testkit.Eventually;
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
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// While somebody writes without a pause: how near a standby is, what a move there and back costs, what is lost when
/// the first host falls silent. By the clock, so by hand: `-Dcasemate.standbys=true`.
@NeedsRoot
@EnabledIfSystemProperty(named = "casemate.standbys", matches = "true")
class StandbyLoadTest {
    private static final Duration WATCHED = Duration.ofSeconds(90);
    private static final Duration SAMPLE = Duration.ofMillis(100);
    private static final int LEASE_SECONDS = 20;

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();
    private String blueprint = "";
    private PodOrder order = TestAgent.order(instance, "mediawiki", TestAgent.LARGE);

    /// One host, and what control says to it.
    private final class Host implements AutoCloseable {
        final TestAgent agent;
        final AtomicReference<ReplicaOrders> said = new AtomicReference<>(
                new ReplicaOrders(0, Instant.EPOCH, 0, List.of(), List.of(), List.of(), List.of()));

        Host(String name) throws IOException {
            agent = TestAgent.on(directory.resolve(name));
            agent.replicate(version -> {
                ReplicaOrders now = Objects.requireNonNull(said.get());
                return new ReplicaOrders(
                        version, Instant.now(), LEASE_SECONDS, now.leases(), now.sends(), now.stands(), List.of());
            });
        }

        void say(long leased, List<LogOrder> sends, List<StandbyOrder> stands) {
            List<ReplicaOrders.Lease> leases =
                    leased == 0 ? List.of() : List.of(new ReplicaOrders.Lease(instance, leased));
            said.set(new ReplicaOrders(0, Instant.EPOCH, LEASE_SECONDS, leases, sends, stands, List.of()));
        }

        @Override
        public void close() {
            agent.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mediawiki", "wordpress"})
    void an_instance_moves_to_another_host_and_back_and_survives_the_loss_of_one(String application) throws Exception {
        blueprint = application;
        order = TestAgent.order(instance, blueprint, TestAgent.LARGE);
        try (Host one = new Host("one");
                Host other = new Host("other")) {
            BackupStore store = RestoreTest.store("archive", directory);
            one.agent.say(order.leased(1));
            one.say(1, List.of(new LogOrder(instance, store, Instant.EPOCH)), List.of());
            one.agent.await(instance, PodReport.Phase.RUNNING);
            Map<Instant, String> written = new ConcurrentSkipListMap<>();
            StandbyOrder there = seed(one, other, store, 2);
            near(one, other, written);
            move(one, other, there, 1, written, "there");
            other.say(2, List.of(new LogOrder(instance, store, Instant.EPOCH)), List.of());
            StandbyOrder back = seed(other, one, store, 3);
            move(other, one, back, 2, written, "and back");
            one.say(3, List.of(new LogOrder(instance, store, Instant.EPOCH)), List.of());
            StandbyOrder again = seed(one, other, store, 4);
            lose(one, other, again, written);
        }
    }

    private StandbyOrder seed(Host from, Host to, BackupStore store, long epoch) throws Exception {
        LogReport sent = from.agent.sent(instance, log -> log.chunks() > 0);
        Instant ordered = Instant.now();
        BackupOutcome made = from.agent
                .backUp(new BackupTask(
                        ids.make("bak"),
                        BackupTask.Kind.BACKUP,
                        instance,
                        ordered,
                        Instant.EPOCH,
                        List.of(store),
                        "",
                        ""))
                .getFirst();
        assertThat(made.done()).as(made.toString()).isTrue();
        StandbyOrder follow = new StandbyOrder(
                order.leased(epoch),
                epoch,
                store,
                made.copies().getFirst().copy(),
                made.manifest(),
                ordered,
                sent.lineage(),
                StandbyOrder.Stage.FOLLOW,
                0);
        to.say(0, List.of(), List.of(follow));
        Instant seeded = Instant.now();
        to.agent.standby(instance, s -> s.replayed().isAfter(seeded));
        System.out.printf(
                "standby seeded and near %d ms after its backup was ordered%n",
                Duration.between(ordered, Instant.now()).toMillis());
        return follow;
    }

    private void near(Host from, Host to, Map<Instant, String> written) throws Exception {
        AtomicBoolean loading = new AtomicBoolean(true);
        Thread load = load(from, loading, written);
        List<Long> lags = new ArrayList<>();
        Instant end = Instant.now().plus(WATCHED);
        while (Instant.now().isBefore(end)) {
            Thread.sleep(SAMPLE);
            StandbyReport now = to.agent.standby(instance).orElseThrow();
            lags.add(Duration.between(now.replayed(), Instant.now()).toMillis());
        }
        loading.set(false);
        load.join();
        Collections.sort(lags);
        System.out.printf(
                "lag as told, %d writes in %d s: p50 %d ms, p99 %d ms, most %d ms%n",
                written.size(),
                WATCHED.toSeconds(),
                lags.get(lags.size() / 2),
                lags.get(lags.size() * 99 / 100),
                lags.getLast());
    }

    private void move(Host from, Host to, StandbyOrder follow, long epoch, Map<Instant, String> before, String how)
            throws Exception {
        Map<Instant, String> written = new ConcurrentSkipListMap<>();
        AtomicBoolean loading = new AtomicBoolean(true);
        Thread load = load(from, loading, written);
        Eventually.until("some load", Duration.ofSeconds(60), () -> written.size() > 20);
        Instant asked = Instant.now();
        from.agent.say(order.leased(epoch).to(PodOrder.Wanted.STOPPED));
        from.agent.await(instance, PodReport.Phase.STOPPED);
        Instant fenced = Instant.now();
        LogReport last = from.agent.sent(instance, log -> true);
        from.say(0, List.of(), List.of());
        promote(to, follow, last.chunks());
        load.join();
        before.putAll(written);
        says(how, to, before, asked, fenced);
    }

    private void lose(Host from, Host to, StandbyOrder follow, Map<Instant, String> before) throws Exception {
        Map<Instant, String> written = new ConcurrentSkipListMap<>();
        AtomicBoolean loading = new AtomicBoolean(true);
        Thread load = load(from, loading, written);
        Eventually.until("some load", Duration.ofSeconds(60), () -> written.size() > 20);
        // Nothing of it reaches its site or control any more; its lease runs out.
        Instant asked = Instant.now();
        from.say(0, List.of(), List.of());
        from.agent.await(instance, report -> report.detail().contains("waits for a lease"));
        Instant fenced = Instant.now();
        promote(to, follow, 0);
        load.join();
        before.putAll(written);
        says("lost", to, before, asked, fenced);
    }

    private void promote(Host to, StandbyOrder follow, long chunks) throws Exception {
        StandbyOrder now = new StandbyOrder(
                follow.pod(),
                follow.epoch(),
                follow.store(),
                follow.copy(),
                follow.manifest(),
                follow.from(),
                follow.lineage(),
                StandbyOrder.Stage.PROMOTE,
                chunks);
        to.say(follow.epoch(), List.of(), List.of(now));
        to.agent.standby(instance, s -> s.phase() == StandbyReport.Phase.PROMOTED);
        to.agent.say(order.leased(follow.epoch()));
        to.agent.await(instance, PodReport.Phase.RUNNING);
    }

    private void says(String how, Host at, Map<Instant, String> written, Instant asked, Instant fenced)
            throws Exception {
        Instant up = Instant.now();
        Writer reader = Writer.at(blueprint, TestAgent.upstream(at.agent.await(instance, PodReport.Phase.RUNNING)));
        long lost = 0;
        long twice = 0;
        Optional<Instant> firstLost = Optional.empty();
        for (Map.Entry<Instant, String> each : written.entrySet()) {
            int times = reader.times(each.getValue());
            twice += times > 1 ? 1 : 0;
            if (times == 0) {
                lost++;
                firstLost = firstLost.or(() -> Optional.of(each.getKey()));
            }
        }
        System.out.printf(
                "%s: %d of %d acknowledged writes lost%s, %d there twice; fenced after %d ms, first good page after %d ms%n",
                how,
                lost,
                written.size(),
                firstLost
                        .map(at1 ->
                                ", of the last " + Duration.between(at1, fenced).toMillis() + " ms")
                        .orElse(""),
                twice,
                Duration.between(asked, fenced).toMillis(),
                Duration.between(asked, up).toMillis());
    }

    private Thread load(Host at, AtomicBoolean loading, Map<Instant, String> written) throws Exception {
        Writer writer = Writer.at(blueprint, TestAgent.upstream(at.agent.await(instance, PodReport.Phase.RUNNING)));
        String part = ids.make("run").substring(20);
        return Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; loading.get(); i++) {
                    String name = "Load" + part + i + "x";
                    writer.write(name);
                    written.put(Instant.now(), name);
                }
            } catch (IOException | RuntimeException | AssertionError _) {
                // The instance is not there any more.
            }
        });
    }
}
