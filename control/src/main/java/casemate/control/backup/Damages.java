package casemate.control.backup;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import casemate.wire.BackupOutcome;
import casemate.wire.DamagedCopy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What reading everything again found damaged: recorded, told to the operators once, and no longer counted as a copy
/// anywhere.
final class Damages {
    static final Actor SELF = new Actor.Program("backups");
    static final String PAGE = "/damaged-backups";

    private static final int SHOWN = 200;
    private static final int MOST_LINES = 50;
    /// More is a site that is lost, and said otherwise.
    private static final int COUNTED = 10_000;

    private final DamageTable table;
    private final Audit audit;
    private final Accounts accounts;
    private final Mail mail;
    private final Site site;
    private final Clock clock;

    Damages(DamageTable table, Audit audit, Accounts accounts, Mail mail, Site site, Clock clock) {
        this.table = table;
        this.audit = audit;
        this.accounts = accounts;
        this.mail = mail;
        this.site = site;
        this.clock = clock;
    }

    /// Takes in what a backup found, in the caller's transaction: row, audit and letters are there together.
    void found(BackupOutcome outcome) {
        Instant now = clock.instant();
        List<Damage> news = new ArrayList<>();
        for (BackupOutcome.Copy copy : outcome.copies()) {
            Damage damage = new Damage(
                    outcome.task(), copy.engine(), copy.site(), outcome.instance(), copy.damage(), copy.damaged(), now);
            if (!copy.damage().isEmpty() && table.add(damage)) {
                news.add(damage);
                record(damage);
            }
        }
        if (!news.isEmpty()) {
            write(news);
        }
    }

    private void record(Damage damage) {
        audit.record(
                SELF,
                "backup.damage",
                damage.instance().value(),
                Json.object()
                        .put("engine", damage.engine())
                        .put("site", damage.site())
                        .put("what", damage.what())
                        .put("copies", Json.texts(damage.copies()))
                        .build());
    }

    private void write(List<Damage> news) {
        String lines = news.stream().limit(MOST_LINES).map(Damage::line).collect(Collectors.joining("\n"));
        accounts.operators()
                .forEach(operator -> mail.post(new Letter(
                        operator.email().value(),
                        operator.language(),
                        "backup.letter",
                        Optional.of(site.origin(Shell.CONSOLE) + PAGE),
                        List.of(String.valueOf(news.size()), news.size() > MOST_LINES ? lines + "\n…" : lines))));
    }

    /// For the console, the newest first.
    List<Damage> newest() {
        return table.newest(SHOWN);
    }

    /// What does not count where copies are counted.
    List<DamagedCopy> copies() {
        return table.newest(COUNTED).stream()
                .flatMap(damage -> damage.copies().stream()
                        .map(copy -> new DamagedCopy(
                                damage.site(), damage.engine(), damage.instance(), copy, damage.found())))
                .toList();
    }

    /// Who has a backup made at once.
    interface Replace {
        /// @throws Refusal when none can be made
        void order(InstanceId instance);
    }

    /// Has backups made of those whose copies were found damaged since their last one.
    void answer(Replace replace) {
        table.unanswered().forEach(replace::order);
    }

    /// Forgets what is as old as no copy is.
    void forget(Instant before) {
        table.forget(before);
    }
}
