package casemate.control.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.CustomerId;
import casemate.base.Secret;
import casemate.control.Cost;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Details;
import casemate.control.account.Email;
import casemate.control.account.SignUp;
import casemate.control.web.Language;
import casemate.testkit.Eventually;
import casemate.testkit.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The figures of `docs/benchmarks/lifecycle.md`: by hand, `-Dtest=InvoiceFigures`; its name keeps it out of every
/// build. The papers are made by the worker of the running program, with its pauses.
class InvoiceFigures {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.empty();

    private static final Actor TEST = new Actor.Program("test");
    private static final int INVOICES = Integer.getInteger("casemate.invoices", 10_000);
    private static final Duration LIMIT = Duration.ofHours(1);

    @Test
    void figures(@TempDir Path directory) {
        try (TestControl control = TestControl.start(DATABASE, directory)) {
            Invoices invoices = control.door(Invoices.class);
            LegalEntity entity = invoices.put("FIG", Papers.seller(), true, false, TEST);
            CustomerId[] buyers = {
                buyer(control, "en@example.org", "FR", Language.EN),
                buyer(control, "fr@example.org", "DE", Language.FR),
                buyer(control, "pl@example.org", "US", Language.PL)
            };
            JdbcClient jdbc = control.door(JdbcClient.class);
            Cost all = Cost.now();
            for (int i = 0; i < INVOICES; i++) {
                invoices.issue(
                        new Wanted(
                                entity.id(),
                                buyers[i % buyers.length],
                                "figure " + i,
                                "EUR",
                                List.of(new Line("Standard", 1, 4_900), new Line("Space of 10 GiB", 1 + i % 5, 500)),
                                LocalDate.of(2026, 11, 1),
                                LocalDate.of(2026, 11, 30),
                                14),
                        TEST);
            }
            System.out.println("issued (papers beside it): " + all.each(INVOICES));
            Eventually.until(
                    "every paper",
                    LIMIT,
                    () -> jdbc.sql("SELECT NOT EXISTS (SELECT FROM invoice.waiting)")
                            .query(Boolean.class)
                            .single());
            System.out.println("issued, with paper and letter: " + all.each(INVOICES));
            assertThat(jdbc.sql("SELECT count(*) FROM invoice.paper")
                            .query(Integer.class)
                            .single())
                    .isEqualTo(INVOICES);
            System.out.println(jdbc.sql("SELECT 'a paper: ' || pg_size_pretty(avg(length(sealed))) FROM invoice.paper")
                    .query(String.class)
                    .single());
        }
    }

    private static CustomerId buyer(TestControl control, String email, String country, Language language) {
        return control.door(Accounts.class)
                .createCustomer(
                        new SignUp(
                                new Email(email),
                                Secret.of(Customers.PASSWORD),
                                language,
                                Details.typed("Zażółć SA", "Ann", "Rue 1", "75001", country, "")),
                        TEST)
                .customer();
    }
}
