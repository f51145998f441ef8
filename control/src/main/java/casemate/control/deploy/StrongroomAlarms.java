package casemate.control.deploy;

import casemate.base.Actor;
import casemate.base.Json;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.vault.strongroom.Alarm;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The door of this room: takes over what the strongroom refused, each refusal once, with its row in the audit and its
/// letter in one transaction. What drills did is left out.
public final class StrongroomAlarms {
    private static final Actor SELF = new Actor.Program("strongroom");

    /// Addresses are personal: they go when nobody will look for them any more.
    private static final Duration KEPT = Duration.ofDays(90);

    private static final int SHOWN = 100;

    private final AlarmTable table;
    private final Audit audit;
    private final Accounts accounts;
    private final Mail mail;
    private final Site site;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private Optional<AlarmSource> source = Optional.empty();

    /// What was asked for already; a restart asks again, and the table knows what it has.
    private long seen;

    StrongroomAlarms(
            AlarmTable table,
            Audit audit,
            Accounts accounts,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.audit = audit;
        this.accounts = accounts;
        this.mail = mail;
        this.site = site;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Takes the strongroom of this deployment.
    public synchronized void watch(AlarmSource strongroom) {
        source = Optional.of(strongroom);
        seen = 0;
    }

    /// The newest first, for the console.
    public List<Alarm> newest() {
        return table.newest(SHOWN);
    }

    /// Asks once.
    ///
    /// @throws casemate.base.Unavailable when the strongroom does not answer
    synchronized void turn() {
        if (source.isEmpty()) {
            return;
        }
        AlarmSource strongroom = source.get();
        List<Alarm> newer = strongroom.after(seen);
        Instant now = clock.instant();
        transactions.executeWithoutResult(_ -> {
            table.forget(now.minus(KEPT));
            List<Alarm> told = newer.stream()
                    .filter(a -> !a.drill() && !a.at().isBefore(now.minus(KEPT)))
                    .filter(a -> table.add(strongroom.strongroom(), a))
                    .toList();
            told.forEach(this::record);
            if (!told.isEmpty()) {
                write(told);
            }
        });
        if (!newer.isEmpty()) {
            seen = newer.getLast().number();
        }
    }

    private void record(Alarm alarm) {
        audit.record(
                SELF,
                "deploy.refused-token",
                alarm.token(),
                Json.object()
                        .put("why", alarm.why().name().toLowerCase(Locale.ROOT))
                        .put("at", alarm.at())
                        .build());
    }

    private void write(List<Alarm> told) {
        String lines = String.join(
                "\n",
                told.stream()
                        .map(a -> a.at() + " · " + a.token() + " · "
                                + a.why().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " · " + a.peer())
                        .toList());
        accounts.operators()
                .forEach(operator -> mail.post(new Letter(
                        operator.email().value(),
                        operator.language(),
                        "deploy.letter",
                        Optional.of(site.origin(Shell.CONSOLE) + "/strongroom"),
                        List.of(String.valueOf(told.size()), lines))));
    }
}
