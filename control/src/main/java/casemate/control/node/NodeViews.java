package casemate.control.node;

import casemate.base.Actor;
import casemate.base.InstanceId;
import casemate.control.instance.Hosts;
import casemate.control.instance.Instances;
import casemate.control.replica.Replicas;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Nodes with what is there, for the console and the command line.
final class NodeViews {
    private static final Actor SELF = new Actor.Program("nodes");

    private final Nodes nodes;
    private final Instances instances;
    private final Hosts hosts;
    private final Replicas replicas;
    private final Clock clock;

    NodeViews(Nodes nodes, Instances instances, Hosts hosts, Replicas replicas, Clock clock) {
        this.nodes = nodes;
        this.instances = instances;
        this.hosts = hosts;
        this.replicas = replicas;
        this.clock = clock;
    }

    /// The living first.
    List<NodeView> all() {
        return nodes.all().stream().map(this::view).toList();
    }

    private NodeView view(Node node) {
        Set<InstanceId> there = instances.placedOn(node.name());
        List<InstanceId> kept = replicas.keptAt(node.name()).stream()
                .filter(id -> !there.contains(id))
                .toList();
        return new NodeView(
                node,
                node.state(clock.instant()).word(),
                hosts.apart(instances.firstHost(), node.name()),
                node.living() ? instances.heard(node.name()) : Optional.empty(),
                slugs(there),
                slugs(kept));
    }

    private List<String> slugs(Collection<InstanceId> ids) {
        return ids.stream().map(id -> instances.get(id, SELF).slug()).sorted().toList();
    }
}
