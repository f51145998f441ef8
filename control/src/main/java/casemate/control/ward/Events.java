package casemate.control.ward;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.EdgeEar;
import casemate.control.instance.Instances;
import casemate.wire.EdgeReport;
import casemate.wire.EdgeReport.BanReport;
import casemate.wire.EdgeReport.BlockReport;
import casemate.wire.EdgeReport.RuleHit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What edges report: bans they made, and requests that their firewall spoke against. Nothing in a
/// report can stop it from being taken: what is malformed is left out, what is too long is cut.
final class Events implements EdgeEar {
    /// Networks and paths may tell of a person: a month is long enough to mend a false alarm.
    static final Duration KEPT = Duration.ofDays(30);
    /// Of one instance, the newest; a scanner must not fill the database.
    static final int MOST = 1_000;

    private static final int MAX_RULES = 20;
    private static final int MAX_MESSAGE = 200;
    private static final int MAX_VARIABLE = 150;
    private static final int MAX_PATH = 300;
    private static final int MAX_WORD = 80;

    private final BanTable bans;
    private final EventTable events;
    private final Instances instances;

    Events(BanTable bans, EventTable events, Instances instances) {
        this.bans = bans;
        this.events = events;
        this.instances = instances;
    }

    @Override
    public void hear(EdgeReport report) {
        if (!report.bans().isEmpty()) {
            takeBans(report);
        }
        if (!report.blocks().isEmpty()) {
            takeBlocks(report.blocks());
        }
    }

    private void takeBans(EdgeReport report) {
        Set<String> ids = new HashSet<>();
        List<KeptBan> fresh = report.bans().stream()
                .filter(b -> WardRules.soundBan(b.ban().id(), b.ban().rule()))
                .filter(b -> ids.add(b.ban().id()))
                .map(b -> kept(b, report.edge()))
                .toList();
        if (!fresh.isEmpty() && bans.add(fresh) > 0) {
            instances.edgeChanged();
        }
    }

    private static KeptBan kept(BanReport report, String edge) {
        return new KeptBan(
                report.ban(),
                WardRules.line(report.evidence(), WardRules.MAX_EVIDENCE),
                "edge:" + WardRules.line(edge, MAX_WORD),
                report.since(),
                Optional.empty());
    }

    private void takeBlocks(List<BlockReport> blocks) {
        Map<String, InstanceId> at =
                instances.at(blocks.stream().map(BlockReport::host).collect(Collectors.toSet()));
        List<FirewallEvent> taken = new ArrayList<>();
        Set<InstanceId> touched = new LinkedHashSet<>();
        for (BlockReport block : blocks) {
            InstanceId instance = at.get(block.host());
            if (instance != null) {
                taken.add(event(instance, block));
                touched.add(instance);
            }
        }
        if (!taken.isEmpty()) {
            events.add(taken);
            events.keepNewest(touched, MOST);
        }
    }

    private static FirewallEvent event(InstanceId instance, BlockReport block) {
        return new FirewallEvent(
                0,
                instance,
                block.host(),
                WardRules.line(block.request(), MAX_WORD),
                block.at(),
                WardRules.line(block.network(), MAX_WORD),
                WardRules.line(block.method(), MAX_WORD),
                WardRules.line(block.path(), MAX_PATH),
                block.blocked(),
                block.rules().stream()
                        .limit(MAX_RULES)
                        .map(hit -> new RuleHit(
                                hit.rule(),
                                WardRules.line(hit.message(), MAX_MESSAGE),
                                WardRules.line(hit.variable(), MAX_VARIABLE)))
                        .toList());
    }

    List<FirewallEvent> page(Optional<InstanceId> instance, String sought, long before, int size) {
        return events.page(instance, sought.strip(), before, size);
    }

    /// @throws Refusal `event-unknown`
    FirewallEvent get(InstanceId instance, String request) {
        return events.find(instance, request)
                .orElseThrow(() -> Refusal.notFound(
                        "event-unknown", "There is no such request here; it may be older than the list goes back."));
    }
}
