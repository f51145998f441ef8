package casemate.control.mail;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.web.Language;
import casemate.testkit.Eventually;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class MailWorkerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-21T12:00:00Z");

    @Test
    void a_letter_is_sent_once_and_its_text_is_forgotten(@TempDir Path directory) throws IOException {
        try (FakeRelay relay = new FakeRelay();
                TestControl control = start(directory, relay)) {
            post(control, "zofia@example.org");
            Eventually.until("sending", PATIENCE, () -> state(control).equals("sent"));
            control.door(MailWorker.class).turn();
            assertThat(relay.taken()).hasSize(1);
            assertThat(relay.taken().getFirst())
                    .contains("To: zofia@example.org", "Message-ID: <msg_", "multipart/", "text/plain", "text/html");
            assertThat(Customers.letter(control.runtime(), "zofia@example.org")).isEmpty();
        }
    }

    @Test
    void a_busy_relay_is_asked_again_later_and_not_for_ever(@TempDir Path directory) throws IOException {
        try (FakeRelay relay = new FakeRelay();
                TestControl control = start(directory, relay)) {
            relay.busy(true);
            post(control, "later@example.org");
            Eventually.until("the first try", PATIENCE, () -> tries(control) == 1);
            control.door(MailWorker.class).turn();
            assertThat(tries(control)).as("its backoff is not over").isEqualTo(1);
            relay.busy(false);
            clock.advance(Duration.ofMinutes(2));
            Eventually.until("sending", PATIENCE, () -> state(control).equals("sent"));

            relay.busy(true);
            post(control, "never@example.org");
            for (int i = 0; i <= MailWorker.MAX_TRIES; i++) {
                control.door(MailWorker.class).turn();
                clock.advance(Duration.ofHours(18));
            }
            Eventually.until("giving up", PATIENCE, () -> state(control).equals("failed"));
        }
    }

    @Test
    void nothing_is_sent_to_where_nobody_can_be(@TempDir Path directory) throws IOException {
        try (FakeRelay relay = new FakeRelay();
                TestControl control = start(directory, relay)) {
            post(control, "canary-1@drill.invalid");
            assertThat(control.door(MailWorker.class).turn()).isZero();
            assertThat(relay.taken()).isEmpty();
        }
    }

    private TestControl start(Path directory, FakeRelay relay) {
        return TestControl.start(
                database,
                directory,
                clock,
                TestControl.relay(new SmtpRelay(
                        "127.0.0.1", relay.port(), Optional.empty(), "Casemate <no-reply@example.org>", false)));
    }

    private static void post(TestControl control, String to) {
        control.door(Mail.class)
                .post(new Letter(
                        to,
                        Language.PL,
                        "account.letter.confirm",
                        Optional.of("https://portal.casemate.localhost/confirm?token=x"),
                        List.of("https://portal.casemate.localhost", "24")));
    }

    private static String state(TestControl control) {
        return Customers.column(control, "SELECT state FROM mail.message ORDER BY created_at DESC, id DESC LIMIT 1")
                .getFirst();
    }

    private static int tries(TestControl control) {
        return Integer.parseInt(Customers.column(control, "SELECT tries FROM mail.message ORDER BY id DESC LIMIT 1")
                .getFirst());
    }
}
