package casemate.control.export;

import casemate.base.CustomerId;
import casemate.base.Ids;
import casemate.base.Json;
import casemate.control.account.Accounts;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestKind;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.web.Language;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionTemplate;

/// How copies begin and end without anybody at a page: requests that came by the API, files that are
/// ready, failed or expired. Each in one transaction with its audit row and its letter.
final class ExportEnds {
    /// Rows tell for so long that there was a copy, as long as the audit's readers ask.
    static final Duration REMEMBERED = Duration.ofDays(90);
    /// A program that asked by mistake can withdraw it for so long.
    static final Duration ADOPTED_AFTER = Duration.ofMinutes(1);
    /// Removed in one turn, so that a turn ends.
    private static final int BATCH = 50;

    private final ExportTable table;
    private final Requests requests;
    private final Accounts accounts;
    private final Audit audit;
    private final Mail mail;
    private final Site site;
    private final TransactionTemplate transactions;
    private final Ids ids;
    private final Clock clock;

    ExportEnds(
            ExportTable table,
            Requests requests,
            Accounts accounts,
            Audit audit,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.requests = requests;
        this.accounts = accounts;
        this.audit = audit;
        this.mail = mail;
        this.site = site;
        this.transactions = transactions;
        this.ids = ids;
        this.clock = clock;
    }

    /// Removes what has expired, and begins what was asked for elsewhere.
    void sweep() {
        Instant now = clock.instant();
        table.expired(now, BATCH).forEach(export -> gone(export, "export.expire"));
        table.forget(now.minus(REMEMBERED));
        requests.open().stream()
                .filter(r -> r.kind() == RequestKind.EXPORT && r.state() == RequestState.ASKED)
                .filter(r -> !r.asked().plus(ADOPTED_AFTER).isAfter(now))
                .filter(r -> !table.carries(r.id()))
                .forEach(this::adopt);
    }

    /// By a token, or before this release: everything, unencrypted, in the language of who asked.
    private void adopt(DataRequest request) {
        Export export = new Export(
                ids.make("exp"),
                new CustomerId(request.subject()),
                request.id(),
                request.asker(),
                true,
                accounts.person(request.asker()).map(p -> p.language()).orElse(Language.EN),
                Export.Lock.NONE,
                ExportState.WAITING,
                "waiting",
                0,
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty());
        try {
            transactions.executeWithoutResult(_ -> {
                table.add(export, Optional.empty(), null);
                record(export, "export.ask", Exports.told(export));
            });
        } catch (DuplicateKeyException _) {
            // Another replica was faster.
        }
    }

    void ready(Export export, byte[] sealedKey, long bytes, String sha256) {
        Instant now = clock.instant();
        Instant expires = now.plus(Exports.KEPT);
        transactions.executeWithoutResult(_ -> {
            if (!table.ready(export, sealedKey, bytes, sha256, now, expires)) {
                return;
            }
            requests.done(export.request(), ExportWorker.SELF);
            record(
                    export,
                    "export.made",
                    Json.object().put("bytes", bytes).put("sha256", sha256).build());
            tell(export, "export.letter.ready", expires);
            table.of(export.customer(), BATCH).stream()
                    .filter(e -> e.state() == ExportState.READY)
                    .skip(Exports.MOST_KEPT)
                    .forEach(e -> gone(e, "export.replace"));
        });
    }

    void failed(Export export, String problem) {
        transactions.executeWithoutResult(_ -> {
            if (table.end(export, ExportState.FAILED, problem, clock.instant())) {
                record(export, "export.fail", Json.object().put("why", problem).build());
                tell(export, "export.letter.failed", clock.instant());
            }
        });
    }

    void withdrawn(Export export) {
        table.end(export, ExportState.WITHDRAWN, "", clock.instant());
    }

    private void gone(Export export, String action) {
        transactions.executeWithoutResult(_ -> {
            if (table.end(export, ExportState.GONE, "", clock.instant())) {
                record(export, action, Json.object().build());
            }
        });
    }

    private void record(Export export, String action, Json.Obj detail) {
        audit.record(export.customer(), ExportWorker.SELF, action, export.id(), detail);
    }

    private void tell(Export export, String words, Instant until) {
        accounts.person(export.asker())
                .ifPresent(person -> mail.post(new Letter(
                        person.email().value(),
                        person.language(),
                        words,
                        Optional.of(site.origin(Shell.PORTAL) + "/account/export"),
                        List.of(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT)
                                .withLocale(person.language().locale())
                                .withZone(person.zone())
                                .format(until)))));
    }
}
