package casemate.app.node;

import casemate.base.InstanceId;
import casemate.base.Secret;
import casemate.control.Control;
import casemate.control.node.Joining;
import casemate.control.node.Node;
import casemate.control.node.Nodes;
import casemate.link.House;
import casemate.link.HouseFacts;
import casemate.link.HouseLink;
import casemate.link.HouseLinkConfig;
import casemate.link.Joined;
import casemate.link.KnownNode;
import casemate.link.Machine;
import casemate.link.NodeFacts;
import casemate.wire.ReportDesk;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/// What nodes get from control and tell it.
public final class NodeHouse implements House {
    private final Control control;
    private final HouseFacts facts;

    private NodeHouse(Control control, HouseFacts facts) {
        this.control = control;
        this.facts = facts;
    }

    /// Listens for nodes from now on; those that had joined before are known.
    ///
    /// @param authority the directory of the authority that vouches for house and nodes
    public static HouseLink open(Control control, NodesPlace place, Path authority, HouseFacts facts, Clock clock)
            throws IOException {
        HouseLink link = HouseLink.open(
                new HouseLinkConfig(authority, place.socket(), clock, new SecureRandom()),
                new NodeHouse(control, facts));
        control.nodes().listen(new Nodes.Listening(place.house(), link.tokenPrefix()));
        return link;
    }

    /// Says which machine this is, so that standbys on it are known to be no other.
    public static void here(Control control) {
        control.machine(Control.AGENT, Machine.identity());
        control.machine(SecondHost.NAME, Machine.identity());
    }

    @Override
    public Joined join(Secret token, String key, NodeFacts facts) {
        Node node = control.nodes()
                .join(token, new Joining(key, facts.machine(), facts.gatewayAddress(), facts.gatewayPort()));
        return new Joined(node.name(), node.region().code());
    }

    @Override
    public Optional<KnownNode> byKey(String key) {
        return control.nodes().byKey(key).map(NodeHouse::known);
    }

    @Override
    public Optional<KnownNode> byName(String node) {
        return control.nodes().byName(node).map(NodeHouse::known);
    }

    private static KnownNode known(Node node) {
        return new KnownNode(
                node.name(), node.key(), new NodeFacts(node.machine(), node.gateway(), node.gatewayPort()));
    }

    @Override
    public void here(String node, NodeFacts said) {
        control.nodes().here(node, said.machine(), said.gatewayAddress(), said.gatewayPort());
    }

    @Override
    public SnapshotFeed orders(String node) {
        return control.node(node).orders();
    }

    @Override
    public SnapshotFeed backups(String node) {
        return control.node(node).backups();
    }

    @Override
    public SnapshotFeed standbys(String node) {
        return control.node(node).standbys();
    }

    @Override
    public ReportDesk reports(String node) {
        return control.node(node).reports();
    }

    @Override
    public ReportDesk backupReports(String node) {
        return control.node(node).backupReports();
    }

    @Override
    public ReportDesk standbyReports(String node) {
        return control.node(node).standbyReports();
    }

    @Override
    public boolean encryptionPromised() {
        return new HouseKeys(control).promised();
    }

    @Override
    public Secret volumeKey(String node, InstanceId instance) {
        return control.node(node).volumeKey(instance);
    }

    @Override
    public HouseFacts facts() {
        return facts;
    }
}
