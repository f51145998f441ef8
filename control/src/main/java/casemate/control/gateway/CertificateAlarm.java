package casemate.control.gateway;

import casemate.control.account.Accounts;
import casemate.control.account.Person;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Writes to the operators when certificates need them: less than a third of the life is left (of certificates
/// that live three weeks or longer, that is a week at least), or a renewal failed. One letter names all that
/// are due; a name is told once a day for as long as nothing has changed.
final class CertificateAlarm {
    /// An authority that was not reached for a moment is nobody's work.
    static final Duration PATIENCE = Duration.ofMinutes(10);

    static final Duration AGAIN = Duration.ofDays(1);
    private static final int MOST_LINES = 50;

    private final AlarmTable table;
    private final Accounts accounts;
    private final Mail mail;
    private final Site site;
    private final Clock clock;

    CertificateAlarm(AlarmTable table, Accounts accounts, Mail mail, Site site, Clock clock) {
        this.table = table;
        this.accounts = accounts;
        this.mail = mail;
        this.site = site;
        this.clock = clock;
    }

    /// One look, in the caller's transaction: a name counts as told when its letter is in the outbox.
    void turn() {
        Instant now = clock.instant();
        Instant toldBefore = now.minus(AGAIN);
        table.look(now, toldBefore);
        List<Person> operators = accounts.operators();
        if (operators.isEmpty()) {
            return;
        }
        List<Alarm> due = table.take(now, now.minus(PATIENCE), toldBefore);
        if (!due.isEmpty()) {
            operators.forEach(operator -> mail.post(letter(operator, due)));
        }
    }

    private Letter letter(Person operator, List<Alarm> due) {
        String lines = due.stream().limit(MOST_LINES).map(Alarm::line).collect(Collectors.joining("\n"));
        return new Letter(
                operator.email().value(),
                operator.language(),
                "gateway.letter",
                Optional.of(site.origin(Shell.CONSOLE) + "/gateway"),
                List.of(String.valueOf(due.size()), due.size() > MOST_LINES ? lines + "\n…" : lines));
    }
}
