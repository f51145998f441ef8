package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `kill -9` of the agent of one side at a moment drawn by chance, while an instance moves to its standby, or its next
/// standby is made, and somebody writes: one side serves, all that was acknowledged is there, the next move works.
/// Control
/// is played, and decides as room `replica` does. By hand: `-Dcasemate.standbys=true`, and at will
/// `-Dcasemate.rounds=20
/// -Dcasemate.seed=1`.
@NeedsRoot
@EnabledIfSystemProperty(named = "casemate.standbys", matches = "true")
class StandbyKillTest {
    private static final int ROUNDS = Integer.getInteger("casemate.rounds", 20);
    private static final int LEASE_SECONDS = 60;
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration NEAR = Duration.ofSeconds(10);
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(30);
    private static final Duration BETWEEN_WRITES = Duration.ofMillis(100);
    private static final int SOME = 5;

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();
    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private final List<String> written = new ArrayList<>();
    private final AtomicReference<Duration> usualMove = new AtomicReference<>(Duration.ofSeconds(8));
    private final AtomicReference<Duration> usualSeed = new AtomicReference<>(Duration.ofSeconds(10));
    private String blueprint = "";
    private PodOrder order = TestAgent.order(instance, "mediawiki", TestAgent.LARGE);
    private int madeAnew;

    /// What control says to a host about standbys.
    private record Said(long leased, Optional<LogOrder> send, Optional<StandbyOrder> stand) {}

    private ReplicaOrders orders(String host, long version) {
        Said now = said.getOrDefault(host, new Said(0, Optional.empty(), Optional.empty()));
        return new ReplicaOrders(
                version,
                Instant.now(),
                LEASE_SECONDS,
                now.leased() == 0 ? List.of() : List.of(new ReplicaOrders.Lease(instance, now.leased())),
                now.send().stream().toList(),
                now.stand().stream().toList(),
                List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mediawiki", "wordpress"})
    void whoever_is_killed_in_a_move_one_side_serves_with_all_that_was_acknowledged(String application)
            throws Exception {
        assumeTrue(application.matches(System.getProperty("casemate.application", ".*")));
        blueprint = application;
        order = TestAgent.order(instance, blueprint, TestAgent.LARGE);
        long seed = Long.getLong("casemate.seed", 1);
        Random random = new Random(seed);
        BackupStore store = RestoreTest.store("archive", directory);
        try (AgentHouse one = new AgentHouse(directory, "one", version -> orders("one", version));
                AgentHouse two = new AgentHouse(directory, "two", version -> orders("two", version))) {
            AgentHouse from = one;
            AgentHouse to = two;
            run(from, 1, store);
            StandbyOrder follow = seed(from, to, store, 2);
            for (int round = 1; round <= ROUNDS; round++) {
                Kill inMove = new Kill(random, List.of(from, to), Objects.requireNonNull(usualMove.get()));
                Instant asked = Instant.now();
                String was = move(from, to, follow, store, inMove);
                AgentHouse next = from;
                from = to;
                to = next;
                long epoch = follow.epoch() + 1;
                Duration took = Duration.between(asked, Instant.now());
                Kill inSeed = round % 2 == 0
                        ? new Kill(random, List.of(from, to), Objects.requireNonNull(usualSeed.get()))
                        : Kill.none();
                follow = seed(from, to, store, epoch, inSeed);
                System.out.printf(
                        "%s %d: to %s, %s; %s; round of %d ms%n",
                        blueprint, round, from.name(), was, inSeed, took.toMillis());
            }
            System.out.printf(
                    "%s: %d rounds of seed %d, %d writes acknowledged, none lost; %d standbys made anew%n",
                    blueprint, ROUNDS, seed, written.size(), madeAnew);
        }
    }

    /// One who is killed once, after a while.
    private static final class Kill {
        private final Optional<AgentHouse> whom;
        private final Duration after;
        private Optional<Thread> thread = Optional.empty();
        private final AtomicReference<Optional<Exception>> failed = new AtomicReference<>(Optional.empty());

        Kill(Random random, List<AgentHouse> all, Duration usual) {
            this.whom = Optional.of(all.get(random.nextInt(all.size())));
            Duration most = usual.compareTo(LONGEST_DELAY) < 0 ? usual : LONGEST_DELAY;
            this.after = Duration.ofMillis(random.nextLong(most.toMillis()));
        }

        private Kill() {
            this.whom = Optional.empty();
            this.after = Duration.ZERO;
        }

        static Kill none() {
            return new Kill();
        }

        void begin() {
            thread = whom.map(house -> Thread.ofPlatform().start(() -> {
                try {
                    Thread.sleep(after);
                    house.kill();
                } catch (IOException | InterruptedException e) {
                    failed.set(Optional.of(e));
                }
            }));
        }

        void await() throws Exception {
            if (thread.isPresent()) {
                thread.get().join();
            }
            Optional<Exception> why = Objects.requireNonNull(failed.get());
            if (why.isPresent()) {
                throw why.get();
            }
        }

        @Override
        public String toString() {
            return whom.map(house -> house.name() + " killed after " + after.toMillis() + " ms")
                    .orElse("nobody killed");
        }
    }

    private void run(AgentHouse at, long epoch, BackupStore store) throws Exception {
        said.put(
                at.name(),
                new Said(epoch, Optional.of(new LogOrder(instance, store, Instant.EPOCH)), Optional.empty()));
        long version = at.say(order.leased(epoch));
        at.awaitPod(version, pod -> pod.phase() == PodReport.Phase.RUNNING);
    }

    private StandbyOrder seed(AgentHouse from, AgentHouse to, BackupStore store, long epoch) throws Exception {
        return seed(from, to, store, epoch, Kill.none());
    }

    private StandbyOrder seed(AgentHouse from, AgentHouse to, BackupStore store, long epoch, Kill kill)
            throws Exception {
        Instant begun = Instant.now();
        kill.begin();
        while (true) {
            said.put(to.name(), new Said(0, Optional.empty(), Optional.empty()));
            LogReport line = sent(from, begun, log -> log.chunks() > 0);
            Instant ordered = Instant.now();
            BackupOutcome made = from.backUp(new BackupTask(
                    ids.make("bak"), BackupTask.Kind.BACKUP, instance, ordered, Instant.EPOCH, List.of(store), "", ""));
            if (!made.done()) {
                continue;
            }
            StandbyOrder follow = new StandbyOrder(
                    order.leased(epoch),
                    epoch,
                    store,
                    made.copies().getFirst().copy(),
                    made.manifest(),
                    ordered,
                    line.lineage(),
                    StandbyOrder.Stage.FOLLOW,
                    0);
            said.put(to.name(), new Said(0, Optional.empty(), Optional.of(follow)));
            Instant seeded = Instant.now();
            Eventually.until(
                    "a standby on " + to.name() + ", " + kill,
                    PATIENCE,
                    () -> broken(to, follow, seeded) || near(to, follow, seeded));
            kill.await();
            if (!broken(to, follow, seeded)) {
                Instant killed = Instant.now();
                Eventually.until("near again", PATIENCE, () -> near(to, follow, killed));
                usualSeed.set(Duration.between(begun, Instant.now()));
                return follow;
            }
            System.out.println("made anew: " + to.standby(follow.epoch()));
            madeAnew++;
        }
    }

    private static boolean broken(AgentHouse to, StandbyOrder follow, Instant since) throws IOException {
        return to.replica().filter(report -> report.at().isAfter(since)).isPresent()
                && to.standby(follow.epoch())
                        .filter(s -> s.phase() == StandbyReport.Phase.BROKEN)
                        .isPresent();
    }

    private static boolean near(AgentHouse to, StandbyOrder follow, Instant since) throws IOException {
        return to.standby(follow.epoch())
                .filter(s -> s.phase() == StandbyReport.Phase.FOLLOWING)
                .filter(s -> s.replayed().isAfter(since) && s.files().isAfter(since))
                .filter(s -> s.replayed().isAfter(Instant.now().minus(NEAR)))
                .isPresent();
    }

    private LogReport sent(AgentHouse from, Instant since, java.util.function.Predicate<LogReport> expected)
            throws IOException {
        Eventually.until(
                "the log of " + from.name(),
                PATIENCE,
                () -> last(from, since).filter(expected).isPresent());
        return last(from, since).orElseThrow();
    }

    private static Optional<LogReport> last(AgentHouse from, Instant since) throws IOException {
        return from.replica()
                .filter(report -> report.at().isAfter(since))
                .flatMap(report -> report.sends().stream().findFirst())
                .filter(log -> log.detail().isEmpty());
    }

    private String move(AgentHouse from, AgentHouse to, StandbyOrder follow, BackupStore store, Kill kill)
            throws Exception {
        ConcurrentLinkedQueue<String> fresh = new ConcurrentLinkedQueue<>();
        AtomicBoolean loading = new AtomicBoolean(true);
        Thread load = load(from, loading, fresh);
        Eventually.until("some load", PATIENCE, () -> fresh.size() > SOME);
        String file = "file" + follow.epoch() + ".txt";
        upload(from, file);
        Instant asked = Instant.now();
        kill.begin();
        said.put(from.name(), new Said(0, Optional.of(new LogOrder(instance, store, Instant.EPOCH)), Optional.empty()));
        long fence = from.say(order.leased(follow.epoch() - 1).to(PodOrder.Wanted.STOPPED));
        from.awaitPod(
                fence,
                pod -> pod.phase() == PodReport.Phase.STOPPED && pod.detail().isEmpty());
        Instant stopped = Instant.now();
        LogReport word = sent(from, stopped, log -> log.lineage().equals(follow.lineage()));
        Instant told = Instant.now();
        said.put(from.name(), new Said(0, Optional.empty(), Optional.empty()));
        StandbyOrder promote = new StandbyOrder(
                follow.pod(),
                follow.epoch(),
                follow.store(),
                follow.copy(),
                follow.manifest(),
                follow.from(),
                follow.lineage(),
                StandbyOrder.Stage.PROMOTE,
                word.chunks());
        said.put(to.name(), new Said(0, Optional.empty(), Optional.of(promote)));
        Eventually.until("the promotion of " + to.name() + ", " + kill, PATIENCE, () -> {
            assertThat(broken(to, follow, told))
                    .as(to.standby(follow.epoch()).toString())
                    .isFalse();
            return to.standby(follow.epoch())
                    .filter(s -> s.phase() == StandbyReport.Phase.PROMOTED)
                    .isPresent();
        });
        run(to, follow.epoch(), store);
        Duration took = Duration.between(asked, Instant.now());
        usualMove.set(took);
        kill.await();
        loading.set(false);
        load.join();
        Eventually.until(
                to.name() + " serves, " + kill,
                PATIENCE,
                () -> Http.get(upstream(to), "/").status() < 500);
        onlyOne(from, follow.epoch() - 1);
        written.addAll(fresh);
        int lost = 0;
        Writer reader = Writer.at(blueprint, upstream(to));
        for (String each : fresh) {
            int times = reader.times(each);
            lost += times == 1 ? 0 : 1;
            if (times != 1) {
                System.out.println(each + " is there " + times + " times");
            }
        }
        assertThat(lost).as(kill + ": lost of " + fresh.size()).isZero();
        String uploads = blueprint.equals("wordpress") ? "/wp-content/uploads/" : "/images/";
        assertThat(Http.get(upstream(to), uploads + file).body()).isEqualTo("uploaded as " + file);
        return kill + ", stopped after " + Duration.between(asked, stopped).toMillis() + " ms, its last word after "
                + Duration.between(asked, told).toMillis() + " ms, served after " + took.toMillis() + " ms, "
                + fresh.size() + " writes";
    }

    /// The old order alone, from its disk or from nowhere, runs nothing.
    private void onlyOne(AgentHouse from, long epoch) throws IOException {
        long old = from.say(order.leased(epoch));
        from.awaitPod(old, pod -> pod.detail().contains("waits for a lease"));
        from.say(order.leased(epoch).to(PodOrder.Wanted.STOPPED));
    }

    private casemate.wire.Upstream upstream(AgentHouse at) throws IOException {
        return TestAgent.upstream(at.awaitPod(0, pod -> pod.phase() == PodReport.Phase.RUNNING));
    }

    private void upload(AgentHouse at, String name) throws IOException {
        Path uploads = directory
                .resolve(at.name())
                .resolve("volumes")
                .resolve(instance.value())
                .resolve(blueprint.equals("wordpress") ? "wp-content/uploads" : "images");
        Files.writeString(uploads.resolve(name), "uploaded as " + name);
    }

    private Thread load(AgentHouse at, AtomicBoolean loading, ConcurrentLinkedQueue<String> fresh) throws Exception {
        Writer writer = Writer.at(blueprint, upstream(at));
        String part = ids.make("run").substring(20);
        return Thread.ofPlatform().start(() -> {
            try {
                for (int i = 0; loading.get(); i++) {
                    String name = "Load" + part + i + "x";
                    writer.write(name);
                    fresh.add(name);
                    Thread.sleep(BETWEEN_WRITES);
                }
            } catch (IOException | InterruptedException | RuntimeException | AssertionError _) {
                // The instance is not there any more.
            }
        });
    }
}
