package casemate.control.node;

import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.control.instance.Instances;
import casemate.control.replica.Replicas;
import casemate.wire.AgentReport;
import casemate.wire.BackupOutcome;
import casemate.wire.BackupReport;
import casemate.wire.LogReport;
import casemate.wire.PodReport;
import casemate.wire.ReplicaReport;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import casemate.wire.StandbyReport;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node is handed and what is taken from it: each time it is looked up anew, so that one which is removed gets
/// nothing more.
public final class NodeExchange {
    private static final Logger LOG = LoggerFactory.getLogger(NodeExchange.class);

    private final Nodes nodes;
    private final Instances instances;
    private final Replicas replicas;

    NodeExchange(Nodes nodes, Instances instances, Replicas replicas) {
        this.nodes = nodes;
        this.instances = instances;
        this.replicas = replicas;
    }

    /// A feed that a removed node gets nothing from, also when it was removed while it waited.
    ///
    /// @throws Refusal `node-unknown`, at each asking
    public SnapshotFeed guarded(String node, SnapshotFeed feed) {
        return (version, wait) -> {
            nodes.living(node);
            Optional<byte[]> newer = feed.newer(version, wait);
            nodes.living(node);
            return newer;
        };
    }

    /// Takes what a node saw.
    public ReportDesk reports(String node, ReportDesk behind) {
        return desk(node, behind, bytes -> {
            AgentReport report = AgentReport.decode(bytes);
            return new NodeDesk.Said(
                    report.agent(),
                    report.pods().stream().map(PodReport::instance).toList());
        });
    }

    /// Takes what came of its backups.
    public ReportDesk backupReports(String node, ReportDesk behind) {
        return desk(node, behind, bytes -> {
            BackupReport report = BackupReport.decode(bytes);
            return new NodeDesk.Said(
                    report.agent(),
                    Stream.concat(
                                    report.outcomes().stream().map(BackupOutcome::instance),
                                    report.logs().stream().map(LogReport::instance))
                            .toList());
        });
    }

    /// Takes how far its standbys are.
    public ReportDesk replicaReports(String node, ReportDesk behind) {
        return desk(node, behind, bytes -> {
            ReplicaReport report = ReplicaReport.decode(bytes);
            return new NodeDesk.Said(
                    report.agent(),
                    Stream.of(
                                    report.sends().stream().map(LogReport::instance),
                                    report.stands().stream().map(StandbyReport::instance),
                                    report.left().stream())
                            .flatMap(each -> each)
                            .toList());
        });
    }

    private ReportDesk desk(String node, ReportDesk behind, Function<byte[], NodeDesk.Said> reader) {
        NodeDesk desk = new NodeDesk(node, reader, this::concerns, behind);
        return bytes -> {
            nodes.living(node);
            desk.receive(bytes);
        };
    }

    /// @throws Refusal `node-unknown`, and `node-key-none` for an instance that its orders do not name
    public void mayOpen(String node, InstanceId instance) {
        nodes.living(node);
        if (!concerns(node, instance)) {
            LOG.warn("the node {} asked for the key of {}, which it has no orders for", node, instance);
            throw Refusal.forbidden("node-key-none", "This node has no orders for that instance, and gets no key.");
        }
    }

    /// Whether a node's orders name an instance: because it runs there, has its standby there, or is to leave.
    private boolean concerns(String node, InstanceId instance) {
        return instances.placedOn(node).contains(instance) || replicas.concerns(node, instance);
    }
}
