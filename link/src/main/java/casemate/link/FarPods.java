package casemate.link;

import casemate.base.Refusal;
import casemate.wire.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The near ends of the ways to pods on nodes: a loopback address and port for each, whose bytes go over mutual TLS to
/// the node's [Gateway]. An address is made of node, address and port there, so that it is the same one every time,
/// also
/// after a start, and never another pod's.
public final class FarPods implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FarPods.class.getName());

    /// All nodes' together; each is a listening socket.
    private static final int MOST_PODS = 4_096;

    /// One node's, so that a report of nonsense is that node's trouble alone.
    private static final int MOST_PODS_EACH = 1_024;

    /// All nodes' together: four file handles in two processes for each.
    private static final int MOST_CONNECTIONS = 4_096;

    /// How late a removed node's connections end, at most. New ones are refused at once.
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final House house;
    private final NearAddresses addresses;
    private final GatewayCalls gateways;
    private final Deadlines deadlines;
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
    private final ConcurrentHashMap<NearAddresses.Far, FarPod> pods = new ConcurrentHashMap<>();
    /// Also those whose pod is not reported any more.
    private final Set<Under> underWay = ConcurrentHashMap.newKeySet();
    private final Thread looks = Thread.ofVirtual().name("far-pods").unstarted(this::looks);

    /// What is being carried, and to whom: the node of that name may be another machine tomorrow.
    private record Under(String node, String key, Line near) {}

    FarPods(House house, String authority, Tls tls, Deadlines deadlines) {
        this.house = house;
        this.addresses = new NearAddresses(authority);
        this.gateways = new GatewayCalls(tls, deadlines);
        this.deadlines = deadlines;
        looks.start();
    }

    /// Opens the way to a pod, unless it is open. [HouseLink] does it for each address of a node's report.
    ///
    /// @return an address of this machine's loopback; what is spoken there is what the far one speaks
    /// @throws Refusal `too-many-pods`
    public synchronized Upstream near(String node, Upstream far) {
        NearAddresses.Far key = new NearAddresses.Far(node, far);
        FarPod open = pods.get(key);
        if (open == null) {
            long there = pods.keySet().stream()
                    .filter(one -> one.node().equals(node))
                    .count();
            if (pods.size() >= MOST_PODS || there >= MOST_PODS_EACH) {
                throw Refusal.conflict(
                        "too-many-pods",
                        "There are ways to " + there + " pods on this node and " + pods.size()
                                + " on all nodes already; run fewer there.");
            }
            open = FarPod.open(addresses.of(key), line -> carry(key, line));
            pods.put(key, open);
        }
        return open.near(far.protocol());
    }

    /// Closes the ways to all pods of a node that are not among these. What is under way on them goes to its end.
    public synchronized void only(String node, Collection<Upstream> reported) {
        Set<NearAddresses.Far> kept = new HashSet<>();
        reported.forEach(far -> kept.add(new NearAddresses.Far(node, far)));
        for (NearAddresses.Far one : List.copyOf(pods.keySet())) {
            if (one.node().equals(node) && !kept.contains(one)) {
                close(one);
            }
        }
    }

    private void close(NearAddresses.Far one) {
        FarPod gone = pods.remove(one);
        if (gone != null) {
            gone.close();
        }
    }

    @Override
    public synchronized void close() {
        looks.interrupt();
        List.copyOf(pods.keySet()).forEach(this::close);
        underWay.forEach(one -> one.near().abort());
    }

    private void carry(NearAddresses.Far far, PlainLine near) throws InterruptedException {
        if (!room.tryAcquire()) {
            near.abort();
            return;
        }
        try {
            carry(known(far.node()), far, near);
        } catch (IOException | RuntimeException e) {
            // The edge sees that nobody answers there, as it would of a pod next door.
            LOG.log(System.Logger.Level.DEBUG, "no way to a pod on {0}: {1}", far.node(), e.getMessage());
            near.abort();
        } finally {
            room.release();
        }
    }

    private void carry(KnownNode node, NearAddresses.Far far, PlainLine near) throws IOException, InterruptedException {
        Under under = new Under(node.name(), node.key(), near);
        underWay.add(under);
        try (TlsLine line = gateways.open(node, far.upstream())) {
            BothWays.carry(near, line, deadlines);
        } finally {
            underWay.remove(under);
        }
    }

    private KnownNode known(String node) {
        return house.byName(node)
                .orElseThrow(() -> Refusal.notFound("node-unknown", "That node was removed, or never joined."));
    }

    private void looks() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends what is open to nodes that were removed, also when another has the name by now.
    void look() {
        Set<String> nodes = new HashSet<>();
        pods.keySet().forEach(one -> nodes.add(one.node()));
        underWay.forEach(one -> nodes.add(one.node()));
        for (String node : nodes) {
            try {
                Optional<KnownNode> known = house.byName(node);
                if (known.isEmpty()) {
                    only(node, List.of());
                }
                underWay.stream()
                        .filter(one -> one.node().equals(node))
                        .filter(one -> known.map(KnownNode::key)
                                .filter(one.key()::equals)
                                .isEmpty())
                        .forEach(one -> one.near().abort());
            } catch (RuntimeException e) {
                // The house cannot say now; a removed node is refused by itself meanwhile.
                LOG.log(System.Logger.Level.WARNING, "whether {0} is known: {1}", node, e.getMessage());
            }
        }
    }
}
