package casemate.agent.standby;

import casemate.agent.link.LinkConfig;
import casemate.agent.moment.Moments;
import casemate.agent.replica.Leases;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.wire.ReplicaOrders;
import casemate.wire.ReplicaReport;
import casemate.wire.ReportDesk;
import casemate.wire.SignedSnapshot;
import casemate.wire.SnapshotFeed;
import casemate.wire.StandbyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Follows control's orders for standbys: asks for leases again and again, sends logs, keeps standbys, and says how far
/// all that is.
public final class ReplicaDesk implements AutoCloseable {
    /// A lease counts from before it was asked for: no longer than a part of it.
    private static final Duration WAIT = Duration.ofSeconds(5);

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);
    private static final Duration END_WAIT = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(ReplicaDesk.class.getName());

    private final LinkConfig link;
    private final byte[] controlKey;
    private final SnapshotFeed feed;
    private final ReportDesk reports;
    private final Leases leases;
    private final Moments sends;
    private final Beats beats;
    private final Standbys standbys;
    private final Leaving leaving;
    private final Map<InstanceId, StandbyKeeper> keepers = new ConcurrentHashMap<>();
    private final Thread follower =
            Thread.ofVirtual().name("agent-replica-orders").unstarted(this::follow);
    /// A platform thread: it starts processes, which end with it.
    private final Thread reporter =
            Thread.ofPlatform().daemon().name("agent-replica-reports").unstarted(this::report);

    private volatile ReplicaOrders orders =
            new ReplicaOrders(-1, Instant.EPOCH, 0, List.of(), List.of(), List.of(), List.of());

    /// Makes the keepers of standbys.
    public interface Standbys {
        StandbyKeeper keeper(StandbyOrder order);

        /// Removes what lies here of an instance whose standby is not kept any more.
        void leave(InstanceId instance) throws IOException, InterruptedException;
    }

    public ReplicaDesk(
            LinkConfig link,
            SnapshotFeed feed,
            ReportDesk reports,
            Leases leases,
            Moments sends,
            Beats beats,
            Standbys standbys)
            throws IOException {
        this.link = link;
        this.controlKey = Files.readAllBytes(link.controlKey());
        this.feed = feed;
        this.reports = reports;
        this.leases = leases;
        this.sends = sends;
        this.beats = beats;
        this.standbys = standbys;
        this.leaving = new Leaving(standbys::leave);
    }

    public ReplicaDesk begin() {
        leaving.begin();
        follower.start();
        reporter.start();
        return this;
    }

    private void follow() {
        try {
            while (true) {
                try {
                    Leases.Asked asked = leases.asking();
                    Optional<byte[]> signed = feed.newer(orders.version(), WAIT);
                    if (signed.isPresent()) {
                        accept(signed.get(), asked);
                    }
                } catch (IOException | RuntimeException e) {
                    LOG.log(System.Logger.Level.WARNING, "no orders for standbys from control: {0}", e.getMessage());
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(byte[] signed, Leases.Asked asked) throws IOException {
        ReplicaOrders fresh =
                ReplicaOrders.decode(SignedSnapshot.open(SignedSnapshot.Audience.REPLICA, signed, controlKey));
        if (fresh.version() <= orders.version()) {
            throw Refusal.conflict("snapshot-old", "These orders are not newer than those at hand.");
        }
        leases.renew(fresh.leases(), asked, Duration.ofSeconds(fresh.leaseSeconds()));
        orders = fresh;
        sends.follow(fresh.sends());
        leaving.stay(fresh.leaves());
        for (StandbyOrder each : fresh.stands()) {
            if (leaving.busy(each.pod().instance())) {
                // Wanted here again while it goes: made anew when it is gone.
                continue;
            }
            keepers.computeIfAbsent(
                            each.pod().instance(), _ -> standbys.keeper(each).begin())
                    .want(each);
        }
        List<InstanceId> named =
                fresh.stands().stream().map(each -> each.pod().instance()).toList();
        for (InstanceId known : List.copyOf(keepers.keySet())) {
            if (!named.contains(known)) {
                StandbyKeeper gone = keepers.remove(known);
                if (gone != null) {
                    gone.close();
                }
            }
        }
        leaving.want(fresh.leaves());
    }

    private void report() {
        try {
            while (true) {
                beats.tend(orders.sends());
                tell();
                Thread.sleep(REPORT_EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell() {
        ReplicaReport now = new ReplicaReport(
                link.name(),
                link.clock().instant(),
                sends.reports(),
                keepers.values().stream().map(StandbyKeeper::report).toList(),
                leaving.gone());
        if (now.sends().isEmpty() && now.stands().isEmpty() && now.left().isEmpty()) {
            return;
        }
        try {
            reports.receive(now.encode());
        } catch (RuntimeException e) {
            // Control is away: the next report tells it all again.
            LOG.log(System.Logger.Level.WARNING, "how far standbys are did not arrive: {0}", e.getMessage());
        }
    }

    /// Where a standby's state rests.
    public static Path state(Path directory, InstanceId instance) {
        return directory.resolve(instance + ".json");
    }

    /// What instances' servers wrote until they ended is sent before their volumes are locked: the pods end first.
    @Override
    public void close() {
        try {
            for (Thread each : List.of(follower, reporter)) {
                each.interrupt();
            }
            for (Thread each : List.of(follower, reporter)) {
                each.join(END_WAIT);
            }
            keepers.values().forEach(StandbyKeeper::close);
            leaving.close();
            sends.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
