package casemate.control.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.promise.Finding;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ErasureDrillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Duration GONE = Duration.ofSeconds(60);

    @Test
    void nothing_of_a_canary_is_left_and_erasers_that_leave_the_key_or_the_letters_are_found_out(
            @TempDir Path directory) throws Exception {
        try (ErasureHouse house = ErasureHouse.open(DATABASE, directory)) {
            ErasureDrill drill = house.door(ErasureDrill.class);
            assertThat(drill.attempt(drill.real())).isInstanceOfSatisfying(Finding.Kept.class, kept -> {
                assertThat(kept.measured().integer("tablesBefore")).isGreaterThanOrEqualTo(3);
                assertThat(kept.measured().integer("tablesAfter")).isZero();
            });
            assertThat(drill.attempt(drill.sabotaged())).isInstanceOfSatisfying(Finding.Broken.class, broken -> {
                assertThat(broken.measured().bool("keyOpens")).isTrue();
                assertThat(broken.measured().bool("ended"))
                        .as("the steps' own proof does not let it end")
                        .isFalse();
            });
            assertThat(drill.attempt(house.door(ErasureTwins.class).leavingLetters()))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class,
                            broken -> assertThat(broken.measured().integer("tablesAfter"))
                                    .isEqualTo(1));
            for (String query : List.of(
                    "SELECT subject FROM erasure.erasure",
                    "SELECT id FROM account.customer",
                    "SELECT customer_id FROM subscription.subscription",
                    "SELECT recipient FROM mail.message WHERE recipient LIKE 'erased-%'")) {
                // Other drills come and go beside it.
                Eventually.until(
                        query,
                        GONE,
                        () -> Customers.column(house.control, query).isEmpty());
            }
        }
    }
}
