package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.Policy;
import casemate.promise.PolicyFile;
import casemate.promise.Target;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupTask;
import casemate.wire.PodReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// BAK-4, BAK-5 and BAK-7 on a real agent with real backups, on their sabotaged twins, and with a damaged site.
@NeedsRoot
class RecoveryDrillTest {
    @TempDir
    private Path directory;

    private final Ids ids = new Ids(Clock.systemUTC(), new SecureRandom());
    private final InstanceId instance = TestAgent.instance();

    @Test
    void what_comes_back_is_kept_a_damaged_site_and_the_twins_are_broken_and_nothing_is_left() throws Exception {
        Policy policy = PolicyFile.parse("casemate.yaml", Files.readAllBytes(Path.of("../policies/casemate.yaml")));
        AtomicReference<List<BackupTask>> round = new AtomicReference<>(List.of());
        Path data = directory.resolve("data");
        try (TestAgent agent = TestAgent.on(data)) {
            agent.say(TestAgent.order(instance, "probe", TestAgent.SMALL));
            agent.await(instance, PodReport.Phase.RUNNING);
            BackupOutcome made =
                    agent.backUp(task("bak", BackupTask.Kind.BACKUP, "", "")).getFirst();
            assertThat(made.done()).as(made.toString()).isTrue();
            List<Drill<?>> drills =
                    agent.agent().recoveryDrills(() -> agent.hand(round.get()), () -> Optional.of(policy));
            assertThat(drills).hasSize(3);
            Drill<?> available = drills.getLast();
            for (Drill<?> recovery : drills.subList(0, 2)) {
                assertThat(real(recovery)).as("without a backup").isInstanceOf(Finding.Unproved.class);
            }
            String copy = made.copies().getFirst().copy();
            round.set(List.of(task("reh", BackupTask.Kind.REHEARSAL, copy, made.manifest())));
            for (Drill<?> drill : drills) {
                assertThat(real(drill)).as(drill.name()).isInstanceOf(Finding.Kept.class);
                assertThat(twin(drill)).as(drill.name()).isInstanceOf(Finding.Broken.class);
            }
            assertThat(available.promise().value()).isEqualTo("BAK-4");

            round.set(List.of(task("reh", BackupTask.Kind.REHEARSAL, copy, "0".repeat(64))));
            for (Drill<?> recovery : agent.agent()
                    .recoveryDrills(() -> agent.hand(round.get()), () -> Optional.of(policy))
                    .subList(0, 2)) {
                assertThat(real(recovery)).as("damaged").isInstanceOf(Finding.Broken.class);
            }
            assertThat(data.resolve("backup/twin")).isEmptyDirectory();
            for (String part : List.of("volumes", "pods")) {
                assertThat(data.resolve(part).toFile().list()).containsExactly(instance.value());
            }
        }
    }

    private BackupTask task(String prefix, BackupTask.Kind kind, String copy, String manifest) {
        Instant now = Instant.now();
        return new BackupTask(
                ids.make(prefix),
                kind,
                instance,
                now,
                now.minus(Duration.ofDays(1)),
                List.of(RestoreTest.store("archive", directory)),
                copy,
                manifest);
    }

    private static <T extends Target> Finding real(Drill<T> drill) throws InterruptedException {
        try (T target = drill.real()) {
            return drill.attempt(target);
        }
    }

    private static <T extends Target> Finding twin(Drill<T> drill) throws InterruptedException {
        try (T target = drill.sabotaged()) {
            return drill.attempt(target);
        }
    }
}
