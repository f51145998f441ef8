package casemate.control.mail;

import jakarta.mail.MessagingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.mail.MailException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/// Sends what is due, one message per transaction: killed between the relay's yes and the commit, it sends a
/// second copy under the same Message-ID. A test asks it for one turn.
final class MailWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /// After these the message is given up: 1, 2, 4 … minutes, together about a day.
    static final int MAX_TRIES = 11;

    private static final Duration FIRST_BACKOFF = Duration.ofMinutes(1);

    /// A link in a message dies within days; what was not sent by then is of no use to anybody.
    private static final Duration STALE = Duration.ofDays(3);

    /// How long the console shows that a message existed.
    private static final Duration KEPT = Duration.ofDays(30);

    /// Messages in one turn, so that a turn ends.
    private static final int TURN = 100;

    private final MailTable table;
    private final TransactionTemplate transactions;
    private final Clock clock;
    private final Optional<Postman> postman;
    private final ScheduledExecutorService executor;

    MailWorker(MailTable table, TransactionTemplate transactions, Clock clock, Optional<Postman> postman) {
        this.table = table;
        this.transactions = transactions;
        this.clock = clock;
        this.postman = postman;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("mail").factory());
        var _ = executor.scheduleWithFixedDelay(
                this::quietly, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Sends what is due now; the number of messages looked at.
    int turn() {
        transactions.executeWithoutResult(_ -> table.deleteOlder(clock.instant().minus(KEPT)));
        if (postman.isEmpty()) {
            return 0;
        }
        int looked = 0;
        while (looked < TURN && Boolean.TRUE.equals(transactions.execute(_ -> one(postman.get())))) {
            looked++;
        }
        return looked;
    }

    private boolean one(Postman to) {
        Instant now = clock.instant();
        Optional<Message> due = table.lockDue(now);
        due.ifPresent(message -> {
            if (message.createdAt().plus(STALE).isBefore(now)) {
                table.failed(message.id(), "too old to be of use");
            } else {
                deliver(to, message, now);
            }
        });
        return due.isPresent();
    }

    private void deliver(Postman to, Message message, Instant now) {
        try {
            to.deliver(message);
            table.sent(message.id(), now);
        } catch (MailException | MessagingException e) {
            // The relay's answer may quote the address; the operator sees the class of failure and our own log has no
            // more.
            String problem = e.getClass().getSimpleName();
            LOG.warn("message {} was not taken by the relay: {}", message.id(), problem);
            if (message.tries() + 1 >= MAX_TRIES) {
                table.failed(message.id(), problem);
            } else {
                table.tryAgain(message.id(), problem, now.plus(FIRST_BACKOFF.multipliedBy(1L << message.tries())));
            }
        }
    }

    private void quietly() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "the outbox could not be read, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
