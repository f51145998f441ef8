package casemate.control.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class KeepingDrillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    @Test
    void invoices_are_kept_to_their_last_day_and_a_shorter_time_or_a_grant_is_found_out(@TempDir Path directory)
            throws IOException {
        try (TestControl control = TestControl.start(DATABASE, directory)) {
            KeepingDrill drill = control.door(KeepingDrill.class);
            assertThat(drill.attempt(drill.real())).isInstanceOf(Finding.Unproved.class);
            control.control().adopt(Files.readAllBytes(Path.of("../policies/casemate.yaml")));
            Finding found = drill.attempt(drill.real());
            assertThat(found).isInstanceOf(Finding.Kept.class);
            assertThat(((Finding.Kept) found).measured().integer("promisedDays"))
                    .isBetween(2555L, 2558L);
            assertThat(drill.attempt(drill.sabotaged()))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class, b -> assertThat(b.why()).contains("before its time"));
            assertThat(drill.attempt(new KeepingTarget(drill.real().table(), issued -> issued.plusYears(20))))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class, b -> assertThat(b.why()).contains("after its time"));

            JdbcClient owner = JdbcClient.create(control.owner());
            owner.sql("GRANT DELETE ON invoice.content TO casemate_control").update();
            assertThat(drill.attempt(drill.real()))
                    .as("a grant that a trigger makes up for")
                    .isInstanceOf(Finding.Kept.class);
            owner.sql("DROP TRIGGER kept ON invoice.content").update();
            assertThat(drill.attempt(drill.real()))
                    .isInstanceOfSatisfying(
                            Finding.Broken.class, b -> assertThat(b.why()).contains("running program"));
            assertThat(Customers.column(control, "SELECT count(*) FROM invoice.entity"))
                    .containsExactly("0");
        }
    }
}
