package casemate.control.provision;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LeaverDrillTest {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    @Test
    void leavers_are_signed_out_and_by_the_twin_they_are_not_and_neither_leaves_anything(@TempDir Path directory) {
        try (TestControl control = TestControl.start(DATABASE, directory)) {
            LeaverDrill drill = control.door(LeaverDrill.class);
            assertThat(drill.attempt(drill.real())).isInstanceOf(Finding.Kept.class);
            assertThat(drill.attempt(drill.sabotaged())).isInstanceOf(Finding.Broken.class);
            for (String table :
                    new String[] {"account.person", "account.customer", "provision.entry", "signin.session"}) {
                assertThat(Customers.column(control, "SELECT count(*) FROM " + table))
                        .as(table)
                        .containsExactly("0");
            }
        }
    }
}
