package casemate.control.access;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.control.audit.Audit;
import casemate.control.instance.EdgeEar;
import casemate.control.instance.Instances;
import casemate.control.instance.RoutePart;
import casemate.wire.EdgeReport;
import casemate.wire.RouteRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What edges are told about who gets in, and what they tell of devices.
final class EdgeWord implements RoutePart, EdgeEar {
    private static final Actor EDGE = new Actor.Program("edge");
    /// The list shows the last use to the minute.
    private static final Duration NOTED = Duration.ofMinutes(1);

    private final AccessTable table;
    private final DeviceTable devices;
    private final Audit audit;
    private final Instances instances;

    EdgeWord(AccessTable table, DeviceTable devices, Audit audit, Instances instances) {
        this.table = table;
        this.devices = devices;
        this.audit = audit;
        this.instances = instances;
    }

    @Override
    public Map<InstanceId, UnaryOperator<RouteRules>> parts() {
        Map<String, List<casemate.wire.Device>> known = devices.forEdges();
        Map<InstanceId, UnaryOperator<RouteRules>> parts = new HashMap<>();
        table.all()
                .forEach((id, restriction) -> parts.put(
                        id, rules -> rules.with(restriction.access(known.getOrDefault(id.value(), List.of())))));
        return parts;
    }

    @Override
    public void hear(EdgeReport report) {
        for (EdgeReport.DeviceUse use : report.devices()) {
            if (use.enrolled().isEmpty()) {
                devices.used(use.device(), use.at(), NOTED);
            } else if (devices.enrol(use.device(), use.enrolled().get(), use.at())) {
                audit.record(EDGE, "access.device-enrol", use.device());
                instances.edgeChanged();
            }
        }
    }
}
