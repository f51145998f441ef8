package casemate.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.promise.Finding;
import casemate.testkit.TestDatabase;
import casemate.vault.KeyOwner;
import casemate.vault.Vault;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FieldDrillTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    @Test
    void sensitive_fields_are_sealed_and_on_the_twin_they_lie_in_clear_and_neither_leaves_anything(
            @TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory)) {
            FieldDrill drill = control.door(FieldDrill.class);
            try (FieldTarget real = drill.real()) {
                assertThat(drill.attempt(real)).isInstanceOfSatisfying(Finding.Kept.class, k -> {
                    assertThat(k.measured().integer("fields")).isEqualTo(4);
                    assertThat(k.measured().text("cipher")).isEqualTo("AES-256-GCM");
                });
            }
            try (FieldTarget twin = drill.sabotaged()) {
                assertThat(drill.attempt(twin))
                        .isInstanceOfSatisfying(
                                Finding.Broken.class,
                                b -> assertThat(b.measured().integer("rowsWithCanaryInClear"))
                                        .isPositive());
            }
            assertThat(Customers.column(control, "SELECT id FROM account.customer"))
                    .isEmpty();
            assertThat(Customers.column(control, "SELECT id FROM account.signup"))
                    .isEmpty();
            assertThat(Customers.column(control, "SELECT id FROM mail.message")).isEmpty();
            assertThat(control.door(Vault.class).owners()).containsExactly(KeyOwner.PLATFORM);
        }
    }
}
