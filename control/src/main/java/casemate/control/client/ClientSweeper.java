package casemate.control.client;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Does what is due by the clock: tells applications who has signed out, forgets what is over, makes old secrets anew.
final class ClientSweeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSweeper.class);
    /// Signing out reaches applications within five seconds. A look costs one read of an index that is empty nearly
    /// always.
    private static final Duration TELL = Duration.ofSeconds(1);

    private static final Duration FORGET = Duration.ofMinutes(5);
    private static final Duration RENEW = Duration.ofHours(1);
    /// Words to applications that do not answer hold up nothing else.
    private static final int THREADS = 2;

    private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(
            THREADS, Thread.ofVirtual().name("client-sweeper-", 0).factory());

    ClientSweeper(SignOnCodes codes, SignOns signOns, ClientSecrets secrets) {
        every(TELL, signOns::turn);
        every(FORGET, () -> {
            codes.forget();
            signOns.forget();
        });
        every(RENEW, secrets::turn);
    }

    private void every(Duration pause, Runnable turn) {
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(turn), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void quietly(Runnable turn) {
        try {
            turn.run();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "the provider of sign-ons could not do what is due, trying again: {}",
                    e.getClass().getSimpleName());
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
