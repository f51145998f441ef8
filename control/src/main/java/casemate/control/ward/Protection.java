package casemate.control.ward;

import casemate.base.Actor;
import casemate.base.Ids;
import casemate.base.InstanceId;
import casemate.base.Json;
import casemate.base.Refusal;
import casemate.control.audit.Audit;
import casemate.control.instance.Instance;
import casemate.control.instance.Instances;
import casemate.control.instance.RoutePart;
import casemate.wire.Caps;
import casemate.wire.Exclusion;
import casemate.wire.RouteRules;
import casemate.wire.Shield;
import casemate.wire.Shield.Mode;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.springframework.transaction.support.TransactionTemplate;

/// How each instance is protected. Its customer and the vendor may change it; whoever lowers it says
/// why.
final class Protection implements RoutePart {
    private final ShieldTable table;
    private final Instances instances;
    private final Audit audit;
    private final TransactionTemplate transaction;
    private final Ids ids;
    private final Clock clock;

    Protection(
            ShieldTable table,
            Instances instances,
            Audit audit,
            TransactionTemplate transaction,
            Ids ids,
            Clock clock) {
        this.table = table;
        this.instances = instances;
        this.audit = audit;
        this.transaction = transaction;
        this.ids = ids;
        this.clock = clock;
    }

    Settings settings(InstanceId instance) {
        return table.settings(instance);
    }

    List<KeptExclusion> exclusions(InstanceId instance) {
        return table.exclusions(instance);
    }

    /// Sets what the firewall does.
    ///
    /// @param why needed when less will be stopped than before
    /// @throws Refusal `reason-needed`, `shield-malformed`
    void shield(InstanceId id, Mode mode, int paranoia, String why, Actor by) {
        var _ = new Shield(mode, paranoia, List.of());
        change(id, by, before -> {
            if (before.mode() == mode && before.paranoia() == paranoia) {
                return;
            }
            boolean lowers = WardRules.lowers(before, mode, paranoia);
            String reason = lowers || !why.isBlank() ? WardRules.reason(why) : "";
            table.shield(id, mode, paranoia, new Settings.Change(by.label(), clock.instant(), reason));
            audit.record(
                    by,
                    lowers ? "ward.shield-lowered" : "ward.shield-raised",
                    id.value(),
                    Json.object()
                            .put("mode", mode.name().toLowerCase(Locale.ROOT))
                            .put("paranoia", paranoia)
                            .build());
        });
    }

    /// Whether visitors of this instance first have to show that they are willing to work.
    void attacked(InstanceId id, boolean underAttack, Actor by) {
        change(id, by, before -> {
            if (before.underAttack() != underAttack) {
                table.attacked(id, underAttack);
                audit.record(by, underAttack ? "ward.attack-begins" : "ward.attack-ends", id.value());
            }
        });
    }

    /// What the instance may take of the edge; only the vendor sets it.
    void cap(InstanceId id, Caps caps, Actor by) {
        WardRules.operatorsOnly(by);
        WardRules.sound(caps);
        change(id, by, _ -> {
            table.cap(id, caps);
            audit.record(
                    by,
                    "ward.cap",
                    id.value(),
                    Json.object()
                            .put("requestsPerSecond", caps.requestsPerSecond())
                            .put("connections", caps.connections())
                            .put("bytesPerSecond", caps.bytesPerSecond())
                            .build());
        });
    }

    /// Lets something pass that a rule would stop.
    ///
    /// @param request the logged request that showed the need
    /// @throws Refusal `reason-needed`, `rule-not-excludable`, `exclusions-too-many`
    void exclude(InstanceId id, Exclusion exclusion, String why, Optional<String> request, Actor by) {
        WardRules.mayExclude(exclusion.rule());
        String reason = WardRules.reason(why);
        change(id, by, _ -> {
            if (table.exclusions(id).size() >= Shield.MAX_EXCLUSIONS) {
                throw Refusal.conflict(
                        "exclusions-too-many", "An instance has at most " + Shield.MAX_EXCLUSIONS + " exclusions.");
            }
            String name = ids.make("exc");
            Instant now = clock.instant();
            if (table.exclude(id, new KeptExclusion(name, exclusion, reason, request, by.label(), now))) {
                audit.record(
                        by,
                        "ward.exclude",
                        id.value(),
                        Json.object()
                                .put("exclusion", name)
                                .put("rule", exclusion.rule())
                                .put("variable", exclusion.variable())
                                .put("path", exclusion.path())
                                .build());
            }
        });
    }

    /// Takes an exclusion back.
    void include(InstanceId id, String exclusion, Actor by) {
        change(id, by, _ -> {
            if (!table.include(id, exclusion)) {
                throw Refusal.notFound("exclusion-unknown", "There is no such exclusion; it may be gone already.");
            }
            audit.record(
                    by,
                    "ward.include",
                    id.value(),
                    Json.object().put("exclusion", exclusion).build());
        });
    }

    private void change(InstanceId id, Actor by, Consumer<Settings> change) {
        Instance instance = instances.get(id, by);
        if (instance.erased().isPresent()) {
            throw Refusal.conflict("instance-erased", "This instance is erased; create a new one.");
        }
        transaction.executeWithoutResult(_ -> {
            change.accept(table.lock(id));
            instances.edgeChanged();
        });
    }

    @Override
    public Map<InstanceId, UnaryOperator<RouteRules>> parts() {
        Map<InstanceId, Settings> settings = table.all();
        Map<InstanceId, List<Exclusion>> exclusions = table.allExclusions();
        Map<InstanceId, UnaryOperator<RouteRules>> parts = new LinkedHashMap<>();
        settings.forEach((id, set) -> parts.put(id, rules(set, exclusions.getOrDefault(id, List.of()))));
        return parts;
    }

    /// Past the bound an exclusion is left out, and the rule holds: stricter, never laxer.
    private static UnaryOperator<RouteRules> rules(Settings set, List<Exclusion> exclusions) {
        Shield shield = new Shield(
                set.mode(),
                set.paranoia(),
                exclusions.stream().limit(Shield.MAX_EXCLUSIONS).toList());
        return rules -> rules.with(shield).with(set.caps()).attacked(set.underAttack());
    }
}
