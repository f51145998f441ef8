package casemate.agent.link;

import casemate.agent.pod.Reconciler;
import casemate.wire.AgentReport;
import casemate.wire.ReportDesk;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// Tells control what the pods are like: when one changes, and every few seconds.
public final class Reporter implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(3);
    private static final Duration END_WAIT = Duration.ofSeconds(5);
    private static final System.Logger LOG = System.getLogger(Reporter.class.getName());

    private final LinkConfig link;
    private final ReportDesk desk;
    private final Reconciler reconciler;
    /// One place: changes that come while a report is on its way are told by the next.
    private final BlockingQueue<Boolean> changes;
    /// What else has to be looked at every few seconds.
    private final Guard guard;
    private final Thread thread = Thread.ofVirtual().name("agent-reports").unstarted(this::run);

    /// Looks after what stands on the host.
    public interface Guard {
        void look() throws InterruptedException;
    }

    public Reporter(
            LinkConfig link, ReportDesk desk, Reconciler reconciler, BlockingQueue<Boolean> changes, Guard guard) {
        this.link = link;
        this.desk = desk;
        this.reconciler = reconciler;
        this.changes = changes;
        this.guard = guard;
    }

    public static BlockingQueue<Boolean> changes() {
        return new ArrayBlockingQueue<>(1);
    }

    public void begin() {
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                changes.poll(EVERY.toMillis(), TimeUnit.MILLISECONDS);
                guard();
                report();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void guard() throws InterruptedException {
        try {
            guard.look();
        } catch (RuntimeException e) {
            // Looked at again in a few seconds; what must not wait for it is the report.
            LOG.log(System.Logger.Level.ERROR, "the host cannot be looked after", e);
        }
    }

    private void report() {
        try {
            desk.receive(
                    new AgentReport(link.name(), link.clock().instant(), reconciler.version(), reconciler.reports())
                            .encode());
        } catch (RuntimeException e) {
            // Control is away: the next report tells it all again.
            LOG.log(System.Logger.Level.WARNING, "the report did not arrive: {0}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        report();
    }
}
