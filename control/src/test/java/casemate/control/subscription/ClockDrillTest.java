package casemate.control.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ClockDrillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Duration GONE = Duration.ofSeconds(60);

    @Test
    void the_clock_is_right_to_the_second_and_a_clock_that_never_looks_is_found_out(@TempDir Path directory)
            throws IOException {
        try (TestControl control = TestControl.start(DATABASE, directory)) {
            control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
            List<ClockDrill> drills = control.control().drills().stream()
                    .filter(ClockDrill.class::isInstance)
                    .map(ClockDrill.class::cast)
                    .toList();
            assertThat(drills).hasSize(4);
            for (ClockDrill drill : drills) {
                assertThat(drill.attempt(drill.real()))
                        .isInstanceOfSatisfying(
                                Finding.Kept.class,
                                kept -> assertThat(kept.measured().bool("erased"))
                                        .isTrue());
                assertThat(drill.attempt(drill.sabotaged())).isInstanceOf(Finding.Broken.class);
            }
            // Those of this drill alone live a century ahead; other drills come and go beside it.
            assertThat(Customers.column(
                            control,
                            "SELECT customer_id FROM subscription.subscription"
                                    + " WHERE anchor_at > now() + interval '50 years'"))
                    .isEmpty();
            Eventually.until(
                    "their erasures are gone",
                    GONE,
                    () -> Customers.column(control, "SELECT subject FROM erasure.erasure")
                            .isEmpty());
        }
    }
}
