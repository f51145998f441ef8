package casemate.control.erasure;

import casemate.base.Json;
import casemate.control.audit.Audit;
import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.policy.Entries;
import casemate.control.request.DataRequest;
import casemate.control.request.RequestState;
import casemate.control.request.Requests;
import casemate.control.subscription.Standing;
import casemate.control.subscription.State;
import casemate.control.subscription.Subscriptions;
import casemate.promise.ErasureCertificate;
import casemate.vault.KeyOwner;
import casemate.vault.Place;
import casemate.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.springframework.transaction.support.TransactionTemplate;

/// The last steps: the certificate, and the letter that carries it.
final class LastActs {
    static final String READERS = "erasure.readers";
    private static final String SUBJECT = "erasure.subject";
    private static final String NOTHING_KEPT = "–";

    private final ErasureTable table;
    private final RowActs rows;
    private final Remains remains;
    private final Entries entries;
    private final Mail mail;
    private final Subscriptions subscriptions;
    private final Requests requests;
    private final Vault vault;
    private final Audit audit;
    private final TransactionTemplate transactions;
    private final Clock clock;

    LastActs(
            ErasureTable table,
            RowActs rows,
            Remains remains,
            Entries entries,
            Mail mail,
            Subscriptions subscriptions,
            Requests requests,
            Vault vault,
            Audit audit,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.rows = rows;
        this.remains = remains;
        this.entries = entries;
        this.mail = mail;
        this.subscriptions = subscriptions;
        this.requests = requests;
        this.vault = vault;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// The certificate is written once; what comes after a crash waits for the same leaf. A canary's is
    /// written and not queued: the ledger holds no false tales.
    Turn ledger(ErasureCase c) {
        if (c.cause() == Cause.DRILL) {
            ErasureCertificate written = certificate(c);
            return new Turn.Done(() -> written.json());
        }
        if (c.leaf().isEmpty()) {
            transactions.executeWithoutResult(_ -> {
                if (table.holds(c)) {
                    table.certified(c.id(), entries.queue(certificate(c)));
                }
            });
            return new Turn.Wait("the certificate is on its way into the ledger");
        }
        return entries.index(c.leaf().get())
                .<Turn>map(index ->
                        new Turn.Done(() -> Json.object().put("index", index).build()))
                .orElseGet(() -> new Turn.Wait("the certificate is on its way into the ledger"));
    }

    private ErasureCertificate certificate(ErasureCase c) {
        List<StepDone> steps = table.steps(c.id());
        List<ErasureCertificate.Kept> kept = remains.kept(rows.gone(c)).stream()
                .map(k -> new ErasureCertificate.Kept(
                        k.table(), k.count(), k.until().map(LocalDate::toString).orElse("")))
                .toList();
        Instant now = clock.instant();
        return new ErasureCertificate(
                blinded(c.subject()),
                ErasureCertificate.Of.valueOf(c.of().name()),
                c.begun(),
                now.isBefore(c.begun()) ? c.begun() : now,
                figure(steps, Step.KEY, "keys"),
                figure(steps, Step.SPACES, "instances"),
                figure(steps, Step.SITES, "sites"),
                figure(steps, Step.SITES, "removed"),
                figure(steps, Step.SITES, "left") + figure(steps, Step.SPACES, "left"),
                figure(steps, Step.ROWS, "rows"),
                kept);
    }

    private static long figure(List<StepDone> steps, Step step, String name) {
        return steps.stream()
                .filter(s -> s.step() == step && s.outcome().find(name).isPresent())
                .mapToLong(s -> s.outcome().integer(name))
                .sum();
    }

    /// The same for the same number, and nobody else's: only the platform's key makes it.
    String blinded(String subject) {
        return HexFormat.of()
                .formatHex(vault.blindIndex(KeyOwner.PLATFORM, SUBJECT, subject.getBytes(StandardCharsets.UTF_8)));
    }

    Turn letter(ErasureCase c) {
        List<Reader> readers = table.readers(c.id())
                .map(kept -> Reader.read(vault.open(KeyOwner.PLATFORM, new Place(READERS, c.id()), kept)))
                .orElse(List.of());
        Optional<Long> index = c.leaf().flatMap(entries::index);
        return new Turn.Done(() -> {
            index.ifPresent(at -> readers.forEach(reader -> mail.post(letter(c, reader, at))));
            if (c.of() == Of.CUSTOMER
                    && subscriptions
                            .of(c.customer())
                            .map(Standing::state)
                            .filter(State.ERASING::equals)
                            .isPresent()) {
                subscriptions.gone(c.customer(), OutsideActs.SELF);
            }
            c.request()
                    .flatMap(requests::find)
                    .filter(request -> request.state() == RequestState.TAKEN)
                    .map(DataRequest::id)
                    .ifPresent(id -> requests.done(id, OutsideActs.SELF));
            audit.record(OutsideActs.SELF, "erasure.end", c.id());
            return Json.object().put("readers", readers.size()).build();
        });
    }

    private Letter letter(ErasureCase c, Reader reader, long index) {
        String kept = remains.kept(rows.gone(c)).stream()
                .flatMap(k -> k.until().stream())
                .max(LocalDate::compareTo)
                .map(until -> DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(reader.language().locale())
                        .format(until))
                .orElse(NOTHING_KEPT);
        return new Letter(
                reader.address(),
                reader.language(),
                "erasure.letter." + c.of().code(),
                Optional.empty(),
                List.of(
                        c.subject(),
                        blinded(c.subject()),
                        String.valueOf(index),
                        kept,
                        new String(entries.bundle(index), StandardCharsets.UTF_8)));
    }
}
