package casemate.control.invoice;

import casemate.control.mail.Letter;
import casemate.control.mail.Mail;
import casemate.control.web.Shell;
import casemate.control.web.Site;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionTemplate;

/// Makes the papers of what was issued and tells the customer, both in one transaction: killed at any moment, a
/// document has its paper and its letter, or neither, and the next turn goes on.
final class PaperWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaperWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(3);
    /// Papers in one turn, so that a turn ends.
    private static final int TURN = 50;
    /// Turns without a pause: a month's invoices of ten thousand customers do not wait for one after every 50.
    private static final int MOST_TURNS = 100;
    private static final Duration LATER = Duration.ofMinutes(10);
    private static final Duration FORGETTING = Duration.ofHours(12);

    private final InvoiceTable table;
    private final SealedPapers papers;
    private final Mail mail;
    private final Site site;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    PaperWorker(
            InvoiceTable table,
            SealedPapers papers,
            Mail mail,
            Site site,
            TransactionTemplate transactions,
            Clock clock) {
        this.table = table;
        this.papers = papers;
        this.mail = mail;
        this.site = site;
        this.transactions = transactions;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("invoices").factory());
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(this::turns), PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(this::forget), PAUSE.toMillis(), FORGETTING.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turns() {
        for (int i = 0; i < MOST_TURNS && turn() == TURN; i++) {
            // The next ones.
        }
    }

    /// Makes what is missing; the number of papers made.
    int turn() {
        int made = 0;
        while (made < TURN && one()) {
            made++;
        }
        return made;
    }

    private boolean one() {
        AtomicReference<@Nullable String> at = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transactions.execute(_ -> {
                Optional<Document> waiting = table.lockWaiting(clock.instant());
                waiting.ifPresent(document -> {
                    at.set(document.id());
                    Content content = papers.content(document);
                    papers.make(document, content);
                    mail.post(letter(document, content.buyer()));
                    table.served(document.id());
                });
                return waiting.isPresent();
            }));
        } catch (RuntimeException e) {
            // One that cannot be made must not stand before the others.
            String id = at.get();
            if (id == null) {
                throw e;
            }
            LOG.error("the paper of {} could not be made, trying again later", id, e);
            transactions.executeWithoutResult(
                    _ -> table.tryAgain(id, clock.instant().plus(LATER)));
            return true;
        }
    }

    /// Lets go of what has been kept for as long as it must be.
    private void forget() {
        long forgotten = table.forgetEnded();
        if (forgotten > 0) {
            LOG.info("{} documents were kept for their years and are gone", forgotten);
        }
    }

    private Letter letter(Document document, Buyer buyer) {
        return new Letter(
                buyer.email(),
                buyer.language(),
                "invoice.mail." + document.kind(),
                Optional.of(site.origin(Shell.PORTAL) + "/account/invoices"),
                List.of(document.number(), Amounts.say(document.gross(), document.currency(), buyer.language())));
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // Whatever it is, the next turn comes: a schedule that died in silence would never make a paper again.
            LOG.error("papers of invoices could not be made, trying again", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
