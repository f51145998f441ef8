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
import casemate.wire.PodReport;
import casemate.wire.RestoreMoment;
import casemate.wire.RestoreTask;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/// Under a load of writes, an instance comes back to a moment between two that are known: the first is there, the
/// second is not. By the clock, so by hand: `-Dcasemate.moments=true`.
@NeedsRoot
@EnabledIfSystemProperty(named = "casemate.moments", matches = "true")
class MomentTest {
    /// MariaDB's log knows seconds only.
    private static final Duration APART = Duration.ofSeconds(2);

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();

    @Test
    void wordpress_comes_back_to_a_moment_between_two_writes() throws Exception {
        comesBack("wordpress");
    }

    @Test
    void mediawiki_comes_back_to_a_moment_between_two_writes() throws Exception {
        comesBack("mediawiki");
    }

    @Test
    void wordpress_comes_back_on_another_host_from_what_lies_at_the_site() throws Exception {
        comesBackElsewhere("wordpress");
    }

    @Test
    void mediawiki_comes_back_on_another_host_from_what_lies_at_the_site() throws Exception {
        comesBackElsewhere("mediawiki");
    }

    private void comesBack(String blueprint) throws Exception {
        try (TestAgent agent = TestAgent.on(directory.resolve("data"))) {
            agent.say(TestAgent.order(instance, blueprint, TestAgent.LARGE));
            Upstream upstream = TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING));
            Writer known = Writer.at(blueprint, upstream);
            BackupStore store = RestoreTest.store("archive", directory);
            agent.copyLogs(new LogOrder(instance, store, Instant.EPOCH));
            LogReport begun = agent.copied(instance, Instant.now());

            AtomicBoolean loading = new AtomicBoolean(true);
            Map<Instant, String> written = new ConcurrentSkipListMap<>();
            Writer busy = Writer.at(blueprint, upstream);
            Thread load = Thread.ofPlatform().start(() -> load(busy, loading, written));
            Eventually.until("some load", Duration.ofSeconds(30), () -> written.size() > 5);
            Instant from = Instant.now();
            BackupOutcome made = agent.backUp(backup(from, store)).getFirst();
            assertThat(made.done()).as(made.toString()).isTrue();

            known.write("Before");
            assertThat(known.has("Before")).isTrue();
            assertThat(known.has("After")).isFalse();
            Instant moment = after(APART);
            after(APART);
            known.write("After");
            LogReport copied = agent.copied(instance, after(APART));
            loading.set(false);
            load.join();
            assertThat(copied.lineage()).isEqualTo(begun.lineage());
            long lag = Duration.between(copied.through(), Instant.now()).toMillis();

            RestoreMoment to = new RestoreMoment(moment, from, copied.lineage(), copied.chunks(), store);
            Instant asked = Instant.now();
            BackupOutcome restored = agent.restore(to(made, store, to));
            assertThat(restored.detail())
                    .as(agent.agent().tail(instance, 40).toString())
                    .isEmpty();
            Duration took = Duration.between(asked, Instant.now());
            Writer back = Writer.at(blueprint, TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
            assertThat(back.has("Before"))
                    .as(agent.agent().tail(instance, 40).toString())
                    .isTrue();
            assertThat(back.has("After")).isFalse();
            says(blueprint, written, back, moment, took, lag);

            // And to the end of the log, where nothing stops it.
            assertThat(agent.restore(to(
                                    made,
                                    store,
                                    new RestoreMoment(
                                            copied.through(), from, copied.lineage(), copied.chunks(), store)))
                            .detail())
                    .isEmpty();
            Writer whole = Writer.at(blueprint, TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
            assertThat(whole.has("After")).isTrue();
        }
    }

    /// The first host is gone in the middle of the load; another one has nothing but the site.
    private void comesBackElsewhere(String blueprint) throws Exception {
        BackupStore store = RestoreTest.store("archive", directory);
        Map<Instant, String> written = new ConcurrentSkipListMap<>();
        Instant from;
        BackupOutcome made;
        LogReport copied;
        try (TestAgent lost = TestAgent.on(directory.resolve("lost"))) {
            lost.say(TestAgent.order(instance, blueprint, TestAgent.LARGE));
            Upstream upstream = TestAgent.upstream(lost.await(instance, PodReport.Phase.RUNNING));
            lost.copyLogs(new LogOrder(instance, store, Instant.EPOCH));
            lost.copied(instance, Instant.now());
            from = Instant.now();
            made = lost.backUp(backup(from, store)).getFirst();
            assertThat(made.done()).as(made.toString()).isTrue();
            AtomicBoolean loading = new AtomicBoolean(true);
            Writer busy = Writer.at(blueprint, upstream);
            Thread load = Thread.ofPlatform().start(() -> load(busy, loading, written));
            after(Duration.ofSeconds(12));
            copied = lost.copied(instance, Instant.EPOCH);
            loading.set(false);
            load.join();
        }
        Instant gone = Instant.now();
        try (TestAgent other = TestAgent.on(directory.resolve("other"))) {
            other.say(TestAgent.order(instance, blueprint, TestAgent.LARGE));
            other.await(instance, PodReport.Phase.RUNNING);
            RestoreMoment to = new RestoreMoment(gone, from, copied.lineage(), copied.chunks(), store);
            assertThat(other.restore(to(made, store, to)).detail()).isEmpty();
            Upstream upstream = TestAgent.upstream(other.await(instance, PodReport.Phase.RUNNING));
            Duration took = Duration.between(gone, Instant.now());
            says(blueprint + " elsewhere", written, Writer.at(blueprint, upstream), gone, took, 0);
        }
    }

    private BackupTask backup(Instant from, BackupStore store) {
        return new BackupTask(
                ids.make("bak"), BackupTask.Kind.BACKUP, instance, from, Instant.EPOCH, List.of(store), "", "");
    }

    private RestoreTask to(BackupOutcome made, BackupStore store, RestoreMoment moment) {
        return new RestoreTask(
                ids.make("rst"),
                instance,
                instance,
                made.manifest(),
                List.of(new RestoreTask.Source(store, made.copies().getFirst().copy())),
                Optional.of(moment));
    }

    private static void load(Writer writer, AtomicBoolean loading, Map<Instant, String> written) {
        try {
            for (int i = 0; loading.get(); i++) {
                String name = "Load" + i + "x";
                writer.write(name);
                written.put(Instant.now(), name);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits for the clock.
    private static Instant after(Duration time) {
        Instant end = Instant.now().plus(time);
        Eventually.until("the time", Duration.ofMinutes(1), () -> Instant.now().isAfter(end));
        return end;
    }

    private static void says(
            String blueprint, Map<Instant, String> written, Writer back, Instant moment, Duration took, long lag)
            throws IOException {
        int there = 0;
        int lost = 0;
        int early = 0;
        for (Map.Entry<Instant, String> each : written.entrySet()) {
            boolean before = !each.getKey().isAfter(moment);
            boolean has = back.has(each.getValue());
            there += has ? 1 : 0;
            lost += before && !has ? 1 : 0;
            early += !before && has ? 1 : 0;
        }
        System.out.printf(
                "%s: %d writes, %d there; acknowledged before the moment and lost: %d; after it and there: %d;"
                        + " restored in %d ms; copied %d ms before%n",
                blueprint, written.size(), there, lost, early, took.toMillis(), lag);
    }
}
