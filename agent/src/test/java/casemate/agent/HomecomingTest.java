package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.FileTree;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.testkit.Eventually;
import casemate.wire.BackupTask;
import casemate.wire.PodOrder;
import casemate.wire.PodReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A lost host's instances on an empty one: back from their backups, or not at all.
@NeedsRoot
class HomecomingTest {
    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());

    @Test
    void what_is_awaited_comes_back_from_its_newest_backup_and_is_never_installed_empty() throws Exception {
        Path data = directory.resolve("data");
        InstanceId lost = TestAgent.instance();
        InstanceId bare = TestAgent.instance();
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order(lost));
            agent.await(lost, PodReport.Phase.RUNNING);
            for (String words : List.of("old words", "last words")) {
                Files.writeString(page(data, lost), words);
                assertThat(agent.backUp(backup(lost)).getFirst().done()).isTrue();
            }
        }
        FileTree.delete(data);
        for (InstanceId each : List.of(lost, bare)) {
            Files.createDirectories(data.resolve("awaited").resolve(each.value()));
        }
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(order(lost), order(bare));
            agent.await(lost, report -> report.detail().contains("being brought back"));
            agent.agent()
                    .bringBack(id -> id.equals(lost) ? List.of(RestoreTest.store("archive", directory)) : List.of());
            agent.await(lost, PodReport.Phase.RUNNING);
            assertThat(page(data, lost)).hasContent("last words");
            Eventually.until(
                    "nothing is awaited that is back",
                    Duration.ofSeconds(10),
                    () -> Files.notExists(data.resolve("awaited").resolve(lost.value())));
            agent.await(bare, report -> report.detail().contains("there is no backup"));
            assertThat(data.resolve("volumes").resolve(bare.value())).doesNotExist();
            agent.say(order(lost), TestAgent.wanted(order(bare), PodOrder.Wanted.ERASED));
            agent.await(bare, PodReport.Phase.ERASED);
            assertThat(data.resolve("awaited")).isEmptyDirectory();
        }
    }

    private BackupTask backup(InstanceId instance) {
        Instant now = Instant.now();
        return new BackupTask(
                ids.make("bak"),
                BackupTask.Kind.BACKUP,
                instance,
                now,
                now.minus(Duration.ofDays(30)),
                List.of(RestoreTest.store("archive", directory)),
                "",
                "");
    }

    private static Path page(Path data, InstanceId instance) {
        return data.resolve("volumes").resolve(instance.value()).resolve("www/index.html");
    }

    private static PodOrder order(InstanceId instance) {
        return TestAgent.order(instance, "probe", TestAgent.SMALL);
    }
}
