package casemate.app.node;

import casemate.agent.Agent;
import casemate.agent.AgentConfig;
import casemate.agent.disk.VolumeKeys;
import casemate.agent.pod.PlatformWay;
import casemate.base.DurableFile;
import casemate.base.InstanceId;
import casemate.base.Refusal;
import casemate.base.Secret;
import casemate.link.Gateway;
import casemate.link.HouseFacts;
import casemate.link.NodeLink;
import casemate.wire.SnapshotFeed;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The agent of a machine of its own: orders, keys and reports go over the link, visitors come by the gateway.
public final class FarAgent implements AutoCloseable {
    private static final String UNKNOWN = "node-unknown";

    private final Agent agent;
    private final Gateway gateway;

    private FarAgent(Agent agent, Gateway gateway) {
        this.agent = agent;
        this.gateway = gateway;
    }

    /// Where it works.
    ///
    /// @param data the node's directory; of it `agent/` is the agent's own
    /// @param images where root file systems are kept
    /// @param blueprints of the same release as the house's
    /// @param publicAuthorities for houses whose certificates are an outside authority's
    public record Config(
            Path data, Path images, Path blueprints, Path publicAuthorities, NodePlace place, Clock clock) {}

    /// Returns when what the orders on the disk ask for is being made, and the house's are followed.
    ///
    /// @param removed told, once or more, when the house says that it knows this node no longer
    /// @throws Refusal when this machine cannot hold pods
    public static FarAgent start(Config config, NodeLink link, Consumer<Refusal> removed) throws IOException {
        HouseFacts house = link.facts();
        Path control = config.data().resolve("control.spki");
        DurableFile.write(control, Base64.getDecoder().decode(house.controlKey()));
        Reported reported = new Reported(link.reports());
        Gateway gateway = Gateway.open(link, config.place().gateway(), reported::has);
        try {
            AgentConfig own = new AgentConfig(
                    link.name(),
                    config.data().resolve("agent"),
                    config.images(),
                    config.blueprints(),
                    control,
                    Set.of(),
                    config.clock(),
                    Optional.of(way(config, link, house)),
                    config.place().disk());
            Agent agent = Agent.start(own, listened(link.orders(), removed), reported, keys(link));
            FarAgent far = new FarAgent(agent, gateway);
            try {
                agent.backUp(link.backups(), link.backupReports());
                agent.replicate(link.standbys(), link.standbyReports());
                return far;
            } catch (RuntimeException e) {
                agent.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            gateway.close();
            throw e;
        }
    }

    /// Its pods reach the portal as this machine does: at the house, through the edge.
    private static PlatformWay way(Config config, NodeLink link, HouseFacts house) throws IOException {
        Path authorities = config.publicAuthorities();
        if (!house.authorities().isEmpty()) {
            authorities = config.data().resolve("house-ca.pem");
            DurableFile.write(authorities, house.authorities().getBytes(StandardCharsets.US_ASCII));
        }
        return new PlatformWay(
                house.portal(), new InetSocketAddress(link.house().host(), house.edgePort()), authorities);
    }

    private static SnapshotFeed listened(SnapshotFeed orders, Consumer<Refusal> removed) {
        return (version, wait) -> {
            try {
                return orders.newer(version, wait);
            } catch (Refusal refusal) {
                if (refusal.code().equals(UNKNOWN)) {
                    removed.accept(refusal);
                }
                throw refusal;
            }
        };
    }

    private static VolumeKeys keys(NodeLink link) {
        return new VolumeKeys() {
            @Override
            public boolean promised() {
                return link.encryptionPromised();
            }

            @Override
            public Secret of(InstanceId instance) {
                return link.volumeKey(instance);
            }
        };
    }

    /// Stops the pods in good order, what they wrote last is sent; then nobody is let in.
    @Override
    public void close() {
        agent.close();
        gateway.close();
    }
}
