package casemate.control;

import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.control.backup.Backups;
import casemate.control.instance.Instances;
import casemate.control.node.NodeExchange;
import casemate.control.replica.Replicas;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;

/// All that one node gets from control and tells it. It is looked up at each asking: a node that is removed is refused
/// with `node-unknown`, and what it says of others is refused or left out.
public final class NodeSide {
    private final String node;
    private final NodeExchange exchange;
    private final Instances instances;
    private final Backups backups;
    private final Replicas replicas;
    private final Control control;

    NodeSide(
            String node,
            NodeExchange exchange,
            Instances instances,
            Backups backups,
            Replicas replicas,
            Control control) {
        this.node = node;
        this.exchange = exchange;
        this.instances = instances;
        this.backups = backups;
        this.replicas = replicas;
        this.control = control;
    }

    /// What it should run.
    public SnapshotFeed orders() {
        return exchange.guarded(node, instances.agentFeed(node));
    }

    /// What it should back up and rehearse; it holds keys.
    public SnapshotFeed backups() {
        return exchange.guarded(node, backups.feed(node));
    }

    /// What it has to do for standbys: it holds keys and leases.
    public SnapshotFeed standbys() {
        return exchange.guarded(node, replicas.feed(node));
    }

    /// Where it hands in what it saw.
    public ReportDesk reports() {
        return exchange.reports(node, instances.reports());
    }

    /// Where it says what came of backups.
    public ReportDesk backupReports() {
        return exchange.backupReports(node, backups.reports(node));
    }

    /// Where it says how far standbys are.
    public ReportDesk standbyReports() {
        return exchange.replicaReports(node, replicas.reports());
    }

    /// The key of an instance's volume, of an instance that its orders name.
    ///
    /// @throws casemate.base.Refusal `node-unknown`, `node-key-none`, and those of [Control#volumeKey]
    public Secret volumeKey(InstanceId instance) {
        exchange.mayOpen(node, instance);
        return control.volumeKey(instance);
    }
}
