package casemate.control.role;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RoleDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void a_member_is_refused_what_is_an_administrators_and_the_twins_is_not_and_nothing_stays(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            RoleDrill drill = control.door(RoleDrill.class);
            try (RoleTarget real = drill.real()) {
                assertThat(drill.attempt(real))
                        .isInstanceOfSatisfying(
                                Finding.Kept.class,
                                kept -> assertThat(kept.measured().integer("acts"))
                                        .isGreaterThan(25));
            }
            try (RoleTarget twin = drill.sabotaged()) {
                assertThat(drill.attempt(twin)).isInstanceOf(Finding.Broken.class);
            }
            for (String table : new String[] {
                "account.person", "account.customer", "account.member", "role.role", "signin.session", "mail.message"
            }) {
                assertThat(Customers.column(control, "SELECT 1 FROM " + table))
                        .as(table)
                        .isEmpty();
            }
        }
    }
}
