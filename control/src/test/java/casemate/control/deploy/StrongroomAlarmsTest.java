package casemate.control.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import casemate.base.Actor;
import casemate.base.Secret;
import casemate.control.Customers;
import casemate.control.TestControl;
import casemate.control.account.Accounts;
import casemate.control.account.Email;
import casemate.control.web.Language;
import casemate.testkit.TestClock;
import casemate.testkit.TestDatabase;
import casemate.vault.strongroom.Alarm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class StrongroomAlarmsTest {
    @RegisterExtension
    final TestDatabase database = TestDatabase.empty();

    private final TestClock clock = TestClock.at("2026-11-22T12:00:00Z");

    @Test
    void a_refused_token_is_told_once_to_operators_audit_and_console_and_a_drills_is_not(@TempDir Path directory) {
        try (TestControl control = TestControl.start(database, directory, clock)) {
            control.door(Accounts.class)
                    .createOperator(
                            Email.parse("ola@vendor.example"),
                            Secret.of("a long enough password"),
                            Language.EN,
                            new Actor.Program("test"));
            List<Alarm> all = new ArrayList<>();
            StrongroomAlarms alarms = control.door(StrongroomAlarms.class);
            alarms.watch(source("pin", all));
            alarms.turn();
            assertThat(letters(control)).isEmpty();
            all.add(alarm(1, "0badc0de0001", true));
            all.add(alarm(2, "0badc0de0002", false));
            alarms.turn();
            alarms.turn();
            // As after a restart, when all is asked for again.
            alarms.watch(source("pin", List.copyOf(all)));
            alarms.turn();
            assertThat(letters(control))
                    .singleElement()
                    .satisfies(l -> assertThat(l)
                            .contains("0badc0de0002", "second use", "192.0.2.7")
                            .doesNotContain("0badc0de0001"));
            assertThat(alarms.newest()).extracting(Alarm::token).containsExactly("0badc0de0002");
            assertThat(texts(control, "SELECT object FROM audit.event WHERE action = 'deploy.refused-token'"))
                    .containsExactly("0badc0de0002");
            clock.advance(Duration.ofDays(91));
            alarms.turn();
            assertThat(alarms.newest()).isEmpty();
        }
    }

    private Alarm alarm(long number, String token, boolean drill) {
        return new Alarm(number, clock.instant(), Alarm.Why.SECOND_USE, token, "192.0.2.7", drill);
    }

    private static AlarmSource source(String pin, List<Alarm> all) {
        return new AlarmSource() {
            @Override
            public String strongroom() {
                return pin;
            }

            @Override
            public List<Alarm> after(long number) {
                return all.stream().filter(a -> a.number() > number).toList();
            }
        };
    }

    private static List<String> letters(TestControl control) {
        return texts(control, "SELECT plain FROM mail.message WHERE recipient = 'ola@vendor.example'");
    }

    private static List<String> texts(TestControl control, String query) {
        return Customers.column(control, query);
    }
}
