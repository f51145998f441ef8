package casemate.control.payment;

import casemate.control.testpayment.TestProvider;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does again and again what payments have to do. A test asks for one turn.
final class PaymentWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentWorker.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// So late is what nobody brought.
    private static final Duration CATCHING_UP = Duration.ofMinutes(5);

    private static final Duration RENEWING = Duration.ofMinutes(1);
    private static final Duration COMPARING = Duration.ofMinutes(20);
    /// At night, when little is charged; UTC.
    private static final int NIGHT = 2;

    private final PaymentWorks works;
    private final Optional<TestProvider> test;
    private final Supplier<Optional<Integer>> port;
    private final Clock clock;
    private final ScheduledExecutorService executor;

    /// @param test the embedded provider, whose clock this worker turns
    /// @param port of this program, once it answers
    PaymentWorker(
            PaymentWorks works,
            Renewals renewals,
            PlanChanges changes,
            Optional<TestProvider> test,
            Supplier<Optional<Integer>> port,
            Clock clock) {
        this.works = works;
        this.test = test;
        this.port = port;
        this.clock = clock;
        this.executor = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("payments").factory());
        works.events().ifPresent(events -> {
            every(PAUSE, this::turn);
            every(CATCHING_UP, events::catchUp);
            every(RENEWING, changes::turn);
            every(RENEWING, renewals::turn);
            every(COMPARING, () -> night(events));
        });
    }

    void turn() {
        test.ifPresent(provider -> port.get().ifPresent(p -> {
            provider.tell(URI.create("http://127.0.0.1:" + p + "/payment/webhook"));
            provider.turn();
        }));
        works.events().ifPresent(Events::turn);
        works.charges().ifPresent(Charges::turn);
        works.refunds().ifPresent(Refunds::turn);
    }

    private void night(Events events) {
        if (clock.instant().atZone(ZoneOffset.UTC).getHour() >= NIGHT) {
            events.reconcile().ifPresent(night -> LOG.info("payments compared with the provider: {}", night));
        }
    }

    private void every(Duration pause, Runnable work) {
        var _ = executor.scheduleWithFixedDelay(
                () -> quietly(work), PAUSE.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (casemate.base.Unavailable e) {
            LOG.warn("payments wait: {}", e.getMessage());
        } catch (RuntimeException e) {
            // Whatever it is, the next turn comes: a schedule that died in silence would never charge again.
            LOG.error("payments could not be gone on with, trying again", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
