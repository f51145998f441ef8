package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.agent.volume.Disk;
import casemate.agent.volume.Showing;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.testkit.Eventually;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import casemate.wire.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A WordPress and its own MariaDB on a volume that gocryptfs shows. Other tests run on this kind by hand.
@NeedsRoot
@NeedsFuse
class GocryptfsLifeTest {
    private static final Duration BOUND = Duration.ofMinutes(3);

    private static final String APPLICATION = "wordpress";

    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();
    private final PodOrder order = TestAgent.order(instance, APPLICATION, TestAgent.LARGE);

    @Test
    void a_database_on_it_is_backed_up_exchanged_by_a_restore_and_back_after_its_process_was_killed() throws Exception {
        Path data = directory.resolve("data");
        try (TestAgent agent = TestAgent.on(data, Disk.GOCRYPTFS).patient(BOUND)) {
            agent.say(order);
            Writer writer = writer(agent);
            writer.write("First");
            BackupOutcome made = backUp(agent);
            writer.write("Second");
            assertThat(agent.restore(RestoreTest.restore(ids.make("rst"), instance, instance, made, directory))
                            .detail())
                    .isEmpty();
            Writer back = writer(agent);
            assertThat(back.has("First")).isTrue();
            assertThat(back.has("Second")).isFalse();
            back.write("Third");

            Showing.kill(data);
            Eventually.until(
                    "the volume to be shown again",
                    BOUND,
                    () -> !Showing.processes(data).isEmpty());
            Eventually.until("what was acknowledged to be back", BOUND, () -> reads(agent, "Third"));
            // What lies on its way has another key of the moment now.
            backUp(agent);

            agent.say(TestAgent.wanted(order, PodOrder.Wanted.ERASED));
            agent.await(instance, PodReport.Phase.ERASED);
            assertThat(data.resolve("volumes")).isEmptyDirectory();
            try (Stream<Path> left = Files.list(data.resolve("sealed/cipher"))) {
                assertThat(left).as("the moment's alone").hasSize(1);
            }
        }
        assertThat(Showing.processes(data)).isEmpty();
        assertThat(Showing.mounts(data)).isEmpty();
    }

    private Writer writer(TestAgent agent) throws Exception {
        return Writer.at(APPLICATION, TestAgent.upstream(agent.await(instance, PodReport.Phase.RUNNING)));
    }

    private boolean reads(TestAgent agent, String name) throws InterruptedException {
        Upstream upstream = TestAgent.upstream(
                agent.await(instance, report -> !report.upstreams().isEmpty()));
        try {
            return Writer.at(APPLICATION, upstream).has(name);
        } catch (IOException _) {
            // On its way down or up.
            return false;
        }
    }

    private BackupOutcome backUp(TestAgent agent) throws InterruptedException {
        Instant now = Instant.now();
        BackupTask task = new BackupTask(
                ids.make("bak"),
                BackupTask.Kind.BACKUP,
                instance,
                now,
                now.minus(Duration.ofDays(30)),
                List.of(RestoreTest.store("archive", directory)),
                "",
                "");
        BackupOutcome made = agent.backUp(task).getFirst();
        assertThat(made.done()).as(made.toString()).isTrue();
        return made;
    }
}
