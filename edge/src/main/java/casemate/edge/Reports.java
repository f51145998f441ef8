package casemate.edge;

import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.BanReport;
import casemate.wire.EdgeReport.BlockReport;
import casemate.wire.EdgeReport.CertificateReport;
import casemate.wire.EdgeReport.DeviceUse;
import casemate.wire.EdgeReport.HostCount;
import casemate.wire.ReportDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Tells control every few seconds what this edge saw. While control is away it is gathered, within bounds;
/// what does not fit is counted in the log and gone. Nobody on an event loop ever waits here.
final class Reports implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("casemate.edge");
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration END_WAIT = Duration.ofSeconds(5);
    /// In one report, and waiting for the next.
    private static final int MAX_BANS = 10_000;

    private static final int MAX_BLOCKS = 1_000;
    private static final int MAX_DEVICES = 10_000;

    private final String edge;
    private final String run;
    private final ReportDesk desk;
    private final Clock clock;
    private final LongSupplier snapshot;
    private final Supplier<List<HostCount>> counts;
    private final Supplier<List<CertificateReport>> certificates;
    private final BlockingQueue<BanReport> bans = new ArrayBlockingQueue<>(MAX_BANS);
    private final BlockingQueue<BlockReport> blocks = new ArrayBlockingQueue<>(MAX_BLOCKS);
    private final Map<String, Instant> devices = new ConcurrentHashMap<>();
    private final BlockingQueue<DeviceUse> enrolled = new ArrayBlockingQueue<>(MAX_DEVICES);
    private final Thread thread;
    private Optional<byte[]> unsent = Optional.empty();
    private long number;

    /// @param run tells this start of the edge from others
    /// @param snapshot the version in force
    /// @param counts what went through since it was asked last
    Reports(
            String edge,
            String run,
            ReportDesk desk,
            Clock clock,
            LongSupplier snapshot,
            Supplier<List<HostCount>> counts,
            Supplier<List<CertificateReport>> certificates) {
        this.edge = edge;
        this.run = run;
        this.desk = desk;
        this.clock = clock;
        this.snapshot = snapshot;
        this.counts = counts;
        this.certificates = certificates;
        this.thread = Thread.ofVirtual().name("edge-reports").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void banned(BanReport ban) {
        if (!bans.offer(ban)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "too many bans wait for control; ban {0} is not reported",
                    ban.ban().id());
        }
    }

    /// A selection: past the bound the firewall's own log has the rest.
    void blocked(BlockReport block) {
        var _ = blocks.offer(block);
    }

    void used(String device) {
        if (devices.size() < MAX_DEVICES || devices.containsKey(device)) {
            devices.put(device, clock.instant());
        }
    }

    /// A link was opened, and its device has a cookie from now on.
    ///
    /// @param cookie digest of the cookie's secret
    void enrolled(String device, String cookie) {
        if (!enrolled.offer(new DeviceUse(device, clock.instant(), Optional.of(cookie)))) {
            LOG.log(System.Logger.Level.WARNING, "too many enrolments wait for control; {0} is told later", device);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(EVERY);
                send();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The same bytes again until they are taken: control tells by their number what it has already.
    private void send() {
        byte[] report = unsent.orElseGet(this::next);
        unsent = Optional.of(report);
        try {
            desk.receive(report);
            unsent = Optional.empty();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "the report did not arrive: {0}", e.getMessage());
        }
    }

    private byte[] next() {
        number++;
        List<BanReport> newBans = new ArrayList<>();
        bans.drainTo(newBans);
        List<BlockReport> newBlocks = new ArrayList<>();
        blocks.drainTo(newBlocks);
        List<DeviceUse> used = new ArrayList<>();
        enrolled.drainTo(used);
        for (String device : List.copyOf(devices.keySet())) {
            Optional.ofNullable(devices.remove(device))
                    .ifPresent(at -> used.add(new DeviceUse(device, at, Optional.empty())));
        }
        return new EdgeReport(
                        edge,
                        run,
                        number,
                        clock.instant(),
                        snapshot.getAsLong(),
                        newBans,
                        newBlocks,
                        used,
                        counts.get(),
                        certificates.get())
                .encode();
    }

    @Override
    public void close() {
        if (thread.getState() == Thread.State.NEW) {
            // The edge never listened: it saw nothing.
            return;
        }
        thread.interrupt();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        send();
    }
}
