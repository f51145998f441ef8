package casemate.agent;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.promise.Drill;
import casemate.promise.Finding;
import casemate.promise.PromiseId;
import casemate.promise.Target;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// INS-1, INS-2 and INS-5 on the real thing, on their sabotaged twins, and on a platform whose control is off.
@NeedsRoot
class DrillsTest {
    @TempDir
    private Path data;

    @Test
    void each_drill_finds_the_platform_kept_and_its_twin_broken_and_leaves_nothing() throws Exception {
        try (TestAgent agent = TestAgent.on(data)) {
            assertThat(agent.agent().drills()).hasSize(4);
            for (Drill<?> drill : agent.agent().drills()) {
                assertThat(real(drill)).as(drill.name()).isInstanceOf(Finding.Kept.class);
                assertThat(twin(drill)).as(drill.name()).isInstanceOf(Finding.Broken.class);
            }
            assertThat(data.resolve("volumes")).isEmptyDirectory();
            assertThat(data.resolve("pods")).isEmptyDirectory();
            assertThat(data.resolve("logs")).isEmptyDirectory();
        }
    }

    @Test
    void a_platform_whose_control_is_off_is_found_broken_by_that_drill_alone() throws Exception {
        for (String off : new String[] {"INS-1", "INS-2", "INS-5"}) {
            PromiseId promise = new PromiseId(off);
            try (TestAgent agent = TestAgent.on(data, Set.of(promise))) {
                for (Drill<?> drill : agent.agent().drills()) {
                    assertThat(real(drill))
                            .as(off + " off, " + drill.name())
                            .isInstanceOf(drill.promise().equals(promise) ? Finding.Broken.class : Finding.Kept.class);
                }
            }
        }
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
