package casemate.control.instance;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.wire.AgentReport;
import casemate.wire.PodOrder.Wanted;
import casemate.wire.PodReport;
import casemate.wire.PodReport.Phase;
import casemate.wire.ReportDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.transaction.support.TransactionTemplate;

/// The reconciler's last step: takes in what an agent saw, and makes it what control knows. An agent is believed about
/// the pods placed on it, and about nothing else.
final class AgentReports implements ReportDesk {
    /// Agents report every few seconds; past this the page says that the host is silent.
    static final Duration SILENCE = Duration.ofSeconds(30);
    /// As many pods as one platform can have; a report with more is not ours.
    private static final int MAX_PODS = 2 * InstanceRules.MAX_ON_PLATFORM;

    private final InstanceTable instances;
    private final SnapshotTable agents;
    private final Snapshots snapshots;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Hosts hosts;
    private final Clock clock;

    AgentReports(
            InstanceTable instances,
            SnapshotTable agents,
            Snapshots snapshots,
            Audit audit,
            TransactionTemplate transaction,
            Hosts hosts,
            Clock clock) {
        this.instances = instances;
        this.agents = agents;
        this.snapshots = snapshots;
        this.audit = audit;
        this.transaction = transaction;
        this.hosts = hosts;
        this.clock = clock;
    }

    @Override
    public void receive(byte[] bytes) {
        AgentReport report = AgentReport.decode(bytes);
        if (!hosts.has(report.agent()) || report.pods().size() > MAX_PODS) {
            throw Refusal.forbidden("agent-unknown", "This report does not come from an agent of this platform.");
        }
        transaction.executeWithoutResult(_ -> take(report));
    }

    private void take(AgentReport report) {
        Instant now = clock.instant();
        if (!agents.hear(report.agent(), report.at(), report.snapshot(), now, now.minus(SILENCE))) {
            return;
        }
        Map<InstanceId, PodReport> pods =
                report.pods().stream().collect(Collectors.toMap(PodReport::instance, Function.identity(), (a, _) -> a));
        Set<Snapshots.Kind> changed = EnumSet.noneOf(Snapshots.Kind.class);
        for (Instance known : instances.lockPlacedOn(report.agent(), pods.keySet())) {
            see(report.agent(), known, Seen.of(java.util.Objects.requireNonNull(pods.get(known.id()))), now, changed);
        }
        changed.forEach(snapshots::changed);
    }

    private void see(String agent, Instance known, Seen seen, Instant now, Set<Snapshots.Kind> changed) {
        if (!InstanceRules.newsIn(known.seen(), seen)) {
            return;
        }
        instances.see(known.id(), seen, now);
        if (InstanceRules.routeDiffers(known.wanted(), known.seen(), seen)) {
            changed.add(Snapshots.Kind.EDGE);
        }
        if (known.wanted() == Wanted.ERASED) {
            // Confirmed: no longer ordered. Or back again, from a restored disk: ordered again.
            changed.add(Snapshots.Kind.AGENT);
            confirm(agent, known, seen, now);
        }
    }

    /// In the caller's transaction: nobody else will say of those that are to be erased there that they are.
    void lost(String host, Actor actor) {
        Instant now = clock.instant();
        Set<InstanceId> there = instances.allPlacedOn(host);
        for (Instance known : instances.lockPlacedOn(host, there)) {
            if (known.wanted() == Wanted.ERASED && known.erased().isEmpty()) {
                instances.confirmErased(known.id(), now);
                audit.record(actor, "instance.erased", known.id().value());
            }
        }
        snapshots.changed(Snapshots.Kind.AGENT);
    }

    private void confirm(String agent, Instance known, Seen seen, Instant now) {
        if (seen.phase().filter(phase -> phase == Phase.ERASED).isPresent()
                && known.erased().isEmpty()) {
            instances.confirmErased(known.id(), now);
            audit.record(
                    new Actor.Program("agent:" + agent),
                    "instance.erased",
                    known.id().value());
        }
    }
}
